"""What milvus-lite imports for its jieba analyser, done by rjieba: the same dictionary and algorithm, already here."""

from rjieba import cut, cut_for_search

__all__ = ["cut", "cut_for_search"]
