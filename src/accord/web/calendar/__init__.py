"""The pages of calendar."""
