"""Whether what leaders are rewarded for is what the company earns by."""
