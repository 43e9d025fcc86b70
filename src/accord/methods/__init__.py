"""Statistics shared by analyses: pure arrays in, arrays out."""
