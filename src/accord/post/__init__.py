"""Mail: who wants to hear what and when, and what waits to be sent."""
