"""Accounts, sides, roles and what each may do."""
