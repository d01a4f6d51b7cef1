"""Joining dense and keyword scores into one order."""
