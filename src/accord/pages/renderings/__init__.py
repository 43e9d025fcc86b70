"""Pages as text, JSON, HTML and PDF: each rendering says the same numbers."""
