"""Money, interval, period: the smallest words of the product."""
