"""Haystack's splitter, its store in memory and its embedding retriever, each with the arguments it has by itself.

With ``options.split_unit`` the text goes through ``RecursiveDocumentSplitter``, with these options, instead of
``DocumentSplitter``, whose default cuts at spaces, of which a Chinese text has hardly any.
"""

from __future__ import annotations

from haystack import Document
from haystack.components.preprocessors import DocumentSplitter, RecursiveDocumentSplitter
from haystack.components.retrievers import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from eval.peers.workers.work import DEPTH, Found, Job, main


class InMemory:
    """Only how many passages the retriever brings is ours."""

    def __init__(self, job: Job) -> None:
        splitter = RecursiveDocumentSplitter(**job.options) if "split_unit" in job.options else DocumentSplitter()
        splitter.warm_up()
        documents = [Document(content=text, meta={"file_name": file}) for file, text in job.texts.items()]
        pieces = splitter.run(documents=documents)["documents"]
        rows = job.embedding.passages([piece.content for piece in pieces])
        for piece, row in zip(pieces, rows, strict=True):
            piece.embedding = row
        store = InMemoryDocumentStore()
        store.write_documents(pieces)
        self._embedding = job.embedding
        self._retriever = InMemoryEmbeddingRetriever(store, top_k=DEPTH)
        self.passages = store.count_documents()

    def search(self, question: str) -> list[Found]:
        """The best passages, best first."""
        hits = self._retriever.run(query_embedding=self._embedding.query(question))["documents"]
        return [Found(hit.meta["file_name"], hit.content) for hit in hits]


if __name__ == "__main__":
    main(InMemory)
