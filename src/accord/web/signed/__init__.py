"""Signing, and the pages of what both sides signed."""
