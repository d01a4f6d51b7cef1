"""Texts to vectors: the built-in model, any other sentence-transformers model, and their settings."""
