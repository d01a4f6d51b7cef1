"""An optional second look: a cross-encoder reads question and text together and puts the first hits in order anew.

Off by default, as none comes with the program: it costs some hundred times what a search costs. Any model that
sentence-transformers opens as a ``CrossEncoder`` will do; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np

from index.embedding.held_model import held_folder
from index.errors import EncodingFailed, ModelCorrupt
from index.stores.ranking import Scores


class Reranker(Protocol):
    """Judges texts against a question. Safe to call from several threads."""

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """One score a text, higher is better. Raises ``EncodingFailed``."""
        ...


class CrossEncoderReranker:
    """``Reranker`` around the ``CrossEncoder`` in ``folder``. Raises ``ModelCorrupt``."""

    def __init__(self, folder: Path) -> None:
        from safetensors import SafetensorError
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        try:
            self._model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
            cause = str(error).strip().partition("\n")[0]
            raise ModelCorrupt(
                f"模型文件夹 {folder} 读不出重排模型（{cause}），请检查或重新复制其中的文件（设置项 reranker）。"
            ) from error
        if self._model.num_labels != 1:
            raise ModelCorrupt(
                f"模型 {folder} 给出 {self._model.num_labels} 个分数，重排需要恰好一个，请换用其他模型。"
            )
        # The tokenizers of transformers change their padding in place, which breaks in two threads.
        self._one_at_a_time = Lock()

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """(texts,): how well each answers ``query``, higher is better. Raises ``EncodingFailed``."""
        if not texts:
            return np.empty(0, np.float32)
        with self._one_at_a_time:
            judged = self._model.predict([(query, text) for text in texts], show_progress_bar=False)
        scores: Scores = np.asarray(judged, np.float32)
        if not np.isfinite(scores).all():
            raise EncodingFailed("重排模型给出了非数值的分数，请换用其他模型（设置项 reranker）。")
        return scores


def load_reranker(model: str) -> Reranker:
    """The cross-encoder in the folder ``model``, or of that name in this machine's Hugging Face cache.

    Raises ``ModelMissing`` or ``ModelCorrupt``.
    """
    return CrossEncoderReranker(held_folder(model, "重排模型", "reranker", otherwise="，或去掉该设置"))
