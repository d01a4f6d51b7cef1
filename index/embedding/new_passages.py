"""Embedding what is new among passages whose other vectors are there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding.encoder import Encoder
from index.embedding.unit_vectors import are_unit
from index.errors import EncodingFailed


def embed_new(
    texts: Sequence[str],
    is_new: NDArray[np.bool_],
    vectors: NDArray[np.float32],
    encoder: Encoder,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the vectors of those ``texts`` that ``is_new`` (texts,) marks into their rows of ``vectors`` (texts, dim).

    ``on_progress`` is told how many of how many are embedded, first of all that it is none.

    Raises:
        EncodingFailed: the encoder gives something else than a unit vector for each.
    """
    new = [texts[row] for row in np.flatnonzero(is_new).tolist()]
    if on_progress:
        on_progress(0, len(new))
    if new:
        advance = (lambda done: on_progress(done, len(new))) if on_progress else None
        vectors[is_new] = _embedded(new, encoder, advance)


def _embedded(texts: list[str], encoder: Encoder, on_progress: Callable[[int], None] | None) -> NDArray[np.float32]:
    vectors = encoder.encode_passages(texts, on_progress)
    expected = (len(texts), encoder.dim)
    if vectors.shape != expected:
        raise EncodingFailed(f"向量模型 {encoder.name} 给出的形状为 {vectors.shape}，应为 {expected}")
    if not are_unit(vectors):
        raise EncodingFailed(f"向量模型 {encoder.name} 给出的向量长度不为 1，无法比较，请换用其他模型")
    return vectors
