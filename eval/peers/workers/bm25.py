"""BM25 alone: rank-bm25 over jieba's words, on passages of LangChain's splitter, as tutorials for Chinese do."""

from __future__ import annotations

import jieba
import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter
from rank_bm25 import BM25Okapi

from eval.peers.workers.work import DEPTH, Found, Job, main


class KeywordsAlone:
    """The scores of `rank_bm25.BM25Okapi`; what shares no word with the question is not found."""

    def __init__(self, job: Job) -> None:
        splitter = RecursiveCharacterTextSplitter(**job.options)
        self._held = [Found(file, text) for file, whole in job.texts.items() for text in splitter.split_text(whole)]
        self._index = BM25Okapi([jieba.lcut(item.text) for item in self._held])

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        return len(self._held)

    def search(self, question: str) -> list[Found]:
        """The best passages, best first."""
        scores = self._index.get_scores(jieba.lcut(question))
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [self._held[at] for at in best.tolist() if scores[at] > 0]


if __name__ == "__main__":
    jieba.initialize()
    main(KeywordsAlone)
