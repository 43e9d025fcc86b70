"""What it means: one file per question."""
