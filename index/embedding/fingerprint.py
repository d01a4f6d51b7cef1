"""A short mark of a model's files, so that an index knows the model again wherever it lies."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_SAMPLE_BYTES: Final = 1 << 16
_MODEL_SUFFIXES: Final = frozenset({".json", ".txt", ".model", ".safetensors", ".bin", ".xml"})


def model_files(folder: Path) -> list[Path]:
    """The files in ``folder`` that decide what vectors come out, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.suffix in _MODEL_SUFFIXES and path.is_file())


def fingerprint(files: Iterable[Path]) -> str:
    """12 hex digits over each file's name, length and three samples (start, middle, end) of 64 KiB.

    Samples, because reading gigabytes of weights whole would double the start time; trained weights differ
    everywhere. Raises ``OSError``.
    """
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            length = file.seek(0, os.SEEK_END)
            digest.update(f"{path.name}:{length}\n".encode())
            for start in (0, length // 2, max(0, length - _SAMPLE_BYTES)):
                file.seek(start)
                digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:12]
