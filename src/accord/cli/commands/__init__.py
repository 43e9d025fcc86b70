"""One file a command; its first line is its help."""
