"""What a user would otherwise search with, measured on the same questions, documents and embedding as ours.

Only searching is compared: the others have no extractive answers, and what a language model would make of their
passages is not theirs to answer for.
"""
