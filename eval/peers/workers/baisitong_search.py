"""baisitong's own splitting, database and search, called as its chat does for a first question.

With ``options.embedding`` it gets its vectors from the common embedding, through the OpenAI protocol it speaks; it
knows one kind of text only, so questions and passages are embedded alike. Without, it uses the TF-IDF it ships.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from eval.peers.workers.work import DEPTH, Found, Job, main

if TYPE_CHECKING:
    from baisitong.services.retriever import HybridRetriever


class Baisitong:
    """``ingest_document``, then ``retriever.search``; its threshold may leave fewer than asked for."""

    def __init__(self, job: Job) -> None:
        # It reads its settings when it is imported, so that the import is timed here, unlike others'.
        os.environ["DATABASE_URL"] = f"sqlite:///{job.folder / 'baisitong.db'}"
        if kind := job.options.get("embedding"):
            os.environ |= {"EMBED_API_KEY": "-", "EMBED_BASE_URL": f"{job.address}/{kind}", "EMBED_MODEL": kind}
        from baisitong.database import SessionLocal, init_tables
        from baisitong.services import documents, embeddings, retriever

        init_tables()
        with SessionLocal() as session:
            for file, text in job.texts.items():
                documents.ingest_document(session, title=file, content=text)
            retriever.ensure_index(session)
        self._retriever: HybridRetriever = retriever.retriever
        self._rewrite = retriever.rewrite_query
        self._embedder = embeddings.get_embedder if kind else None
        self.passages: int = self._retriever.size

    def search(self, question: str) -> list[Found]:
        """The best passages, best first."""
        query = self._rewrite(question, None)
        vector = self._embedder().embed_texts([query])[0] if self._embedder else self._retriever._tfidf.transform(query)
        return [Found(hit.doc_title, hit.content) for hit in self._retriever.search(query, vector, top_k=DEPTH)]


if __name__ == "__main__":
    main(Baisitong)
