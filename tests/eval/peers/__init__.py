"""Tests of the comparison with other ways to search."""
