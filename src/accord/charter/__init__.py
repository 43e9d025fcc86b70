"""The signed agreement: clauses, proposals, versions."""
