"""文库: the documents, how they were cut into clauses, and what an editor changes of them."""
