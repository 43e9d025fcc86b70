"""One organisation's data folder: paths, settings, keys, the writers' lock."""
