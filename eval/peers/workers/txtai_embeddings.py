"""txtai's ``Embeddings`` with content storage, over the pieces its own ``Segmentation`` cuts.

txtai has one function for both kinds of text and says which it wants (``category``), so it gets both prompts right.
With ``options.hybrid`` its keyword index takes part too, as its documentation recommends.
"""

from __future__ import annotations

import numpy as np
from txtai import Embeddings
from txtai.pipeline.data import Segmentation

from eval.peers.workers.work import DEPTH, Found, Job, main


class Database:
    """``Embeddings.index`` and ``Embeddings.search``."""

    def __init__(self, job: Job) -> None:
        cut = Segmentation(**{name: value for name, value in job.options.items() if name != "hybrid"})
        held = [(file, text) for file, whole in job.texts.items() for text in cut(whole) if text]

        def embed(texts: list[str], category: str | None = None) -> np.ndarray:
            if category == "query":
                return np.array([job.embedding.query(text) for text in texts], np.float32)
            return np.array(job.embedding.passages(texts), np.float32)

        self._embeddings = Embeddings(
            method="external", transform=embed, content=True, hybrid=bool(job.options.get("hybrid"))
        )
        self._embeddings.index((at, {"text": text, "file": file}, None) for at, (file, text) in enumerate(held))
        self._held = held
        self.passages = len(held)

    def search(self, question: str) -> list[Found]:
        """The best passages, best first."""
        return [Found(*self._held[int(hit["id"])]) for hit in self._embeddings.search(question, DEPTH)]


if __name__ == "__main__":
    main(Database)
