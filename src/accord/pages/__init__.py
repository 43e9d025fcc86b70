"""What each page says: one frozen dataclass per page."""
