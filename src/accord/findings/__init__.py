"""What it costs: findings, evidence, wording per audience, brief."""
