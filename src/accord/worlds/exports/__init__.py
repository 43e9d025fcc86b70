"""The made-up retailer's facts as each vendor's tool would export them: one file per vendor."""
