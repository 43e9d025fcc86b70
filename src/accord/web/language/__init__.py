"""The web of the common language."""
