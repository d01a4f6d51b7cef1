from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.retrieval.vector_cache import BLOCK, VectorCache


class Counted:
    """Encodes a text as its length, and counts the texts."""

    def __init__(self) -> None:
        self.texts = 0

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += len(texts)
        return np.array([[len(text), 1] for text in texts], np.float32)


TEXTS = [str(10 ** (number % 7)) + "x" * number for number in range(BLOCK + 3)]
EXPECTED = [[len(text), 1] for text in TEXTS]


def test_what_was_encoded_once_is_read_afterwards(tmp_path: Path) -> None:
    encode = Counted()
    heard: list[int] = []
    first = VectorCache(tmp_path, "m", 2).vectors("passage", TEXTS, encode, heard.append)
    again = VectorCache(tmp_path, "m", 2).vectors("passage", TEXTS, encode)
    assert first.tolist() == again.tolist() == EXPECTED
    assert encode.texts == len(TEXTS)
    assert heard == [BLOCK, BLOCK + 3] or heard[-1] >= len(TEXTS)
    assert [path.suffix for path in tmp_path.iterdir()] == [".npy", ".npy"]


@pytest.mark.parametrize(
    ("model", "dim", "kind", "texts"),
    [("other", 2, "passage", TEXTS), ("m", 2, "query", TEXTS), ("m", 2, "passage", [*TEXTS[:-1], "另"])],
)
def test_another_model_prompt_or_text_is_encoded_anew(
    tmp_path: Path, model: str, dim: int, kind: str, texts: list[str]
) -> None:
    VectorCache(tmp_path, "m", 2).vectors("passage", TEXTS, Counted())
    encode = Counted()
    VectorCache(tmp_path, model, dim).vectors(kind, texts, encode)
    assert encode.texts == (len(texts) if texts == TEXTS else 3)


def test_cut_off_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    def breaks(texts: Sequence[str]) -> np.ndarray:
        if len(texts) < BLOCK:
            raise KeyboardInterrupt
        return Counted()(texts)

    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path, "m", 2).vectors("passage", TEXTS, breaks)
    encode = Counted()
    assert VectorCache(tmp_path, "m", 2).vectors("passage", TEXTS, encode).tolist() == EXPECTED
    assert encode.texts == 3


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", b"nothing of the kind"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    cache = VectorCache(tmp_path, "m", 2)
    cache.vectors("passage", TEXTS[:5], Counted())
    next(tmp_path.iterdir()).write_bytes(content)
    assert cache.vectors("passage", TEXTS[:5], Counted()).tolist() == EXPECTED[:5]


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    size = len(TEXTS[:4]) * 2 * 4 + 128  # four rows of two float32 after NumPy's header of 128 bytes
    cache = VectorCache(tmp_path, "m", 2, limit_bytes=2 * size)
    sets = [[f"{name}{number}" for number in range(4)] for name in "abc"]
    paths = []
    for age, texts in enumerate(sets[:2]):
        cache.vectors("passage", texts, Counted())
        (new,) = set(tmp_path.iterdir()) - set(paths)
        paths.append(new)
        os.utime(new, (age, age))
    assert paths[0].stat().st_size == size
    cache.vectors("passage", sets[0], Counted())  # used again: now the second is the oldest
    cache.vectors("passage", sets[2], Counted())
    assert len(list(tmp_path.iterdir())) == 2
    assert not paths[1].exists()
