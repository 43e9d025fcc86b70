"""Accord: marketing and IT, one account."""
