"""What a charter clause says: frozen dataclasses, YAML in and out."""
