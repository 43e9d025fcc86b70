"""Tests of the counterfactual method, on made-up series whose truth is known and on real ones."""
