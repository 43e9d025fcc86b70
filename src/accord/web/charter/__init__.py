"""The pages of charter."""
