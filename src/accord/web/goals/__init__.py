"""The pages of shared goals."""
