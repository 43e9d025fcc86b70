"""The same operations, later or nightly."""
