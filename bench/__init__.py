"""Peers side by side in one run; every timed goal lives here."""
