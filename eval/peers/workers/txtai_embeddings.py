"""txtai's ``Embeddings`` with content storage, over the pieces its own ``Segmentation`` cuts.

A function of one's own is not told whether it gets questions or passages, so its ``instructions`` (put before each
text, as this model family wants them anyway) are taken off again and tell.
With ``options.hybrid`` its keyword index takes part too, as its documentation recommends.
"""

from __future__ import annotations

import numpy as np
from txtai import Embeddings
from txtai.pipeline.data import Segmentation

from eval.peers.workers.work import DEPTH, Found, Job, main

_INSTRUCTIONS = {"query": "query: ", "data": "passage: "}


class Database:
    """``Embeddings.index`` and ``Embeddings.search``."""

    def __init__(self, job: Job) -> None:
        cut = Segmentation(**{name: value for name, value in job.options.items() if name != "hybrid"})
        held = [(file, text) for file, whole in job.texts.items() for text in cut(whole) if text]

        def embed(texts: list[str]) -> np.ndarray:
            questions = texts[0].startswith(_INSTRUCTIONS["query"])
            rows = (
                [job.embedding.query(text.removeprefix(_INSTRUCTIONS["query"])) for text in texts]
                if questions
                else (job.embedding.passages([text.removeprefix(_INSTRUCTIONS["data"]) for text in texts]))
            )
            return np.array(rows, np.float32)

        self._embeddings = Embeddings(
            method="external",
            transform=embed,
            instructions=_INSTRUCTIONS,
            content=True,
            hybrid=bool(job.options.get("hybrid")),
        )
        self._embeddings.index((at, {"text": text, "file": file}, None) for at, (file, text) in enumerate(held))
        self._held = held
        self.passages = len(held)

    def search(self, question: str) -> list[Found]:
        """The best passages, best first."""
        return [Found(*self._held[int(hit["id"])]) for hit in self._embeddings.search(question, DEPTH)]


if __name__ == "__main__":
    main(Database)
