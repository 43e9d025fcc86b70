"""The same pages as JSON, with an OpenAPI description."""
