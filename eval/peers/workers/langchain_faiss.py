"""The tutorial: LangChain's recursive splitter, its FAISS store, nothing else."""

from __future__ import annotations

from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.peers.workers.embedding import ServedEmbedding
from eval.peers.workers.work import DEPTH, Found, Job, main


class Served(Embeddings):  # type: ignore[misc]  # not installed in our environment
    """The common embedding as LangChain asks for one."""

    def __init__(self, embedding: ServedEmbedding) -> None:
        self._embedding = embedding

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector for each text."""
        return self._embedding.passages(texts)

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embedding.query(text)


class Tutorial:
    """``RecursiveCharacterTextSplitter`` and ``FAISS.from_documents``."""

    def __init__(self, job: Job) -> None:
        splitter = RecursiveCharacterTextSplitter(**job.options)
        documents = [Document(text, metadata={"source": file}) for file, text in job.texts.items()]
        pieces = splitter.split_documents(documents)
        self._store = FAISS.from_documents(pieces, Served(job.embedding))
        self.passages = len(pieces)

    def search(self, question: str) -> list[Found]:
        """The best passages, best first."""
        hits = self._store.similarity_search(question, k=DEPTH)
        return [Found(hit.metadata["source"], hit.page_content) for hit in hits]


if __name__ == "__main__":
    main(Tutorial)
