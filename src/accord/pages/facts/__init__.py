"""What the pages of facts say, and what can be done on them."""
