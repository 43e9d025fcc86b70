"""The command line: the same pages as text."""
