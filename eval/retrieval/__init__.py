"""Measures the search by itself: judged queries over a corpus, without answers."""
