"""Vectors kept from run to run, by content and model.

A block of texts lies in a file of its own, named by a hash over the encoder's name and the texts: another model or
another text is another file, and a run that was cut off goes on where it stopped. Files are written beside their
place and renamed, so a reader finds a whole one or none. The least recently used go when there are too many bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

BLOCK: Final = 1024
"""Texts a file."""


class VectorCache:
    """The files of one folder, for one encoder; ``model`` is the encoder's full name, ``dim`` its width."""

    def __init__(self, folder: Path, model: str, dim: int, limit_bytes: int = 4 << 30) -> None:
        self._folder = folder
        self._model = model
        self._dim = dim
        self._limit = limit_bytes

    def vectors(
        self, kind: str, texts: Sequence[str], encode: Encode, on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim) float32: from the files, or from ``encode`` and then kept. ``kind``: query or passage."""
        found = np.empty((len(texts), self._dim), np.float32)
        for start in range(0, len(texts), BLOCK):
            block = texts[start : start + BLOCK]
            path = self._folder / f"{self._key(kind, block)}.npy"
            kept = self._read(path, len(block))
            if kept is None:
                kept = encode(block)
                self._write(path, kept)
            found[start : start + len(block)] = kept
            if on_progress is not None:
                on_progress(start + len(block))
        return found

    def _key(self, kind: str, texts: Sequence[str]) -> str:
        named = json.dumps([self._model, self._dim, kind, list(texts)], ensure_ascii=False)
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()

    def _read(self, path: Path, count: int) -> NDArray[np.float32] | None:
        try:
            kept: NDArray[np.float32] = np.load(path, allow_pickle=False)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError):
            # Damaged from outside: it is made anew.
            return None
        if kept.dtype != np.float32 or kept.shape != (count, self._dim):
            return None
        path.touch()
        return kept

    def _write(self, path: Path, vectors: NDArray[np.float32]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, beside = tempfile.mkstemp(dir=self._folder, suffix=".new")
        try:
            with os.fdopen(descriptor, "wb") as file:
                np.save(file, vectors.astype(np.float32))
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        self._drop_oldest(path)

    def _drop_oldest(self, spare: Path) -> None:
        files = sorted(self._folder.glob("*.npy"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        total = 0
        for path in files:
            total += path.stat().st_size
            if total > self._limit and path != spare:
                path.unlink()
