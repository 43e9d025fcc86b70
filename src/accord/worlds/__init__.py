"""Made-up companies whose truth is known."""
