"""What the folders of the record share: Django's settings, one way to write, the audit, the clock."""
