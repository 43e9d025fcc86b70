"""From a file that people wrote to its text and parts: one module a format."""
