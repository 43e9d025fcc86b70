"""The page of activities."""
