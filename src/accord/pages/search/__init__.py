"""Search over what a reader may see: findings, decisions, plans, people, clauses, analyses, facts and pages."""
