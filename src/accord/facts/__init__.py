"""What happened: tables, readers, store."""
