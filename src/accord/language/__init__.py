"""Words: what a reader of each audience should not be told without explanation."""
