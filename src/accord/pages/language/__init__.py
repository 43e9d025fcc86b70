"""The pages of the common language: check a text, words with two meanings, the glossary, the primer."""
