"""What both sides want to reach together: the scorecard, the tree behind a number, and objectives brought along."""
