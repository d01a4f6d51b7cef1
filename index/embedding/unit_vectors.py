"""Vectors of length 1, as a dot product has to have them to be a cosine."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.errors import EncodingFailed

_TOLERANCE: Final = 1e-3


def are_unit(vectors: NDArray[np.float32]) -> bool:
    """Whether all of ``vectors``, (dim,) or (count, dim), are of length 1, within rounding; none that has a NaN is."""
    lengths = np.linalg.norm(vectors, axis=-1)
    # Written so that NaN fails too.
    return bool(np.all(np.abs(lengths - 1.0) <= _TOLERANCE))


def checked(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """``vectors`` as a model gave them. Raises ``EncodingFailed`` unless all are of length 1."""
    if not are_unit(vectors):
        raise EncodingFailed("嵌入模型给出的向量含非数值或长度为零，无法检索，请换用其他模型（设置项 model）。")
    return vectors
