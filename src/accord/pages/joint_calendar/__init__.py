"""The joint calendar of both sides: weeks, a horizon of three years, clashes with their price, a slot tried, feeds."""
