"""The pages as HTML: urls, views of three lines, templates."""
