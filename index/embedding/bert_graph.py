"""A BERT encoder with int8 weights as an OpenVINO graph: token ids in, unit sentence vectors out.

Matrices are int8 with one scale an output channel (symmetric, absolute maximum); word vectors have one scale a
row. Activations stay in floating point in the graph; on processors with 8-bit dot products the runtime rounds
each row of a matrix product's input to int8 with a scale of its own (dynamic quantisation), so a text's vector
does not depend on what it is batched with. Pooling (mean over the tokens) and normalisation are part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding.openvino_runtime import ops, ov

Weights = Mapping[str, NDArray[np.float32]]

IDS = "ids"
MASK = "mask"
_HIDDEN_POSITION = -30000.0
"""Added to the attention logits of padding: their share is zero after the softmax, also in bfloat16."""


@dataclass(frozen=True, slots=True)
class BertSizes:
    """What of ``config.json`` decides the graph."""

    hidden: int
    layers: int
    heads: int
    layer_norm_eps: float


def quantise_rows(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``(q, scale)`` with ``q · scale ≈ matrix``: −127…127, and one scale (rows, 1) a row."""
    scale = np.abs(matrix).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


def build_graph(weights: Weights, sizes: BertSizes) -> ov.Model:
    """The graph for ``weights`` named as in a Hugging Face ``BertModel``.

    Inputs: ``ids`` (texts, tokens) int32 and ``mask`` (texts, tokens) float32, 1 for a token and 0 for padding.
    Output: (texts, hidden) float32 of unit length. Raises ``KeyError`` for a missing weight.
    """
    return _Builder(weights, sizes).model()


class _Builder:
    def __init__(self, weights: Weights, sizes: BertSizes) -> None:
        self._weights = weights
        self._sizes = sizes

    def model(self) -> ov.Model:
        ids = ops.parameter([-1, -1], np.int32, name=IDS)
        mask = ops.parameter([-1, -1], np.float32, name=MASK)
        for parameter, name in ((ids, IDS), (mask, MASK)):
            parameter.output(0).tensor.set_names({name})
        state = self._embeddings(ids)
        hidden = ops.multiply(ops.add(mask, _floats(-1.0)), _floats(-_HIDDEN_POSITION))
        hidden = ops.unsqueeze(hidden, _ints([1, 2]))
        for layer in range(self._sizes.layers):
            state = self._layer(state, hidden, f"encoder.layer.{layer}")
        summed = ops.reduce_sum(ops.multiply(state, ops.unsqueeze(mask, _ints(2))), _ints([1]), False)
        # The mean over the tokens and their sum differ in length only, and that is brought to 1.
        vectors = ops.normalize_l2(summed, _ints([1]), 1e-12, "max")
        vectors.output(0).tensor.set_names({"sentence_vector"})
        model = ov.Model([vectors.output(0)], [ids, mask], "sentence_vectors")
        # The runtime numbers nodes by process; names of our own make the same weights the same file.
        for number, node in enumerate(model.get_ordered_ops()):
            if node.get_type_name() != "Parameter":
                node.set_friendly_name(f"{node.get_type_name()}_{number}")
        return model

    def _embeddings(self, ids: ov.Node) -> ov.Node:
        rows, scales = quantise_rows(self._weights["embeddings.word_embeddings.weight"])
        axis = _ints(0)
        words = ops.convert(ops.gather(ops.constant(rows), ids, axis), "f32")
        words = ops.multiply(words, ops.gather(ops.constant(scales), ids, axis))
        places = self._weights["embeddings.position_embeddings.weight"]
        places = places + self._weights["embeddings.token_type_embeddings.weight"][:1]
        length = ops.gather(ops.shape_of(ids, "i32"), _ints([1]), axis)
        used = ops.slice(ops.constant(places), _ints([0]), length, _ints([1]), _ints([0]))
        return self._norm(ops.add(words, used), "embeddings.LayerNorm")

    def _layer(self, state: ov.Node, hidden: ov.Node, at: str) -> ov.Node:
        attended = self._linear(self._attention(state, hidden, f"{at}.attention.self"), f"{at}.attention.output.dense")
        state = self._norm(ops.add(attended, state), f"{at}.attention.output.LayerNorm")
        inner = ops.gelu(self._linear(state, f"{at}.intermediate.dense"), "erf")
        return self._norm(ops.add(self._linear(inner, f"{at}.output.dense"), state), f"{at}.output.LayerNorm")

    def _attention(self, state: ov.Node, hidden: ov.Node, at: str) -> ov.Node:
        heads, width = self._sizes.heads, self._sizes.hidden // self._sizes.heads
        names = [f"{at}.{name}" for name in ("query", "key", "value")]
        matrices = [self._weights[f"{name}.weight"] for name in names]
        biases = [self._weights[f"{name}.bias"] for name in names]
        # The 1/√width of the logits goes into the query's weights.
        matrices[0], biases[0] = matrices[0] / np.sqrt(width), biases[0] / np.sqrt(width)
        joined = self._product(state, np.concatenate(matrices), np.concatenate(biases))
        parts = ops.reshape(joined, _ints([0, 0, 3, heads, width]), True)
        parts = ops.split(ops.transpose(parts, _ints([2, 0, 3, 1, 4])), _ints(0), 3)
        query, key, value = (ops.squeeze(parts.output(i), _ints([0])) for i in range(3))
        shares = ops.softmax(ops.add(ops.matmul(query, key, False, True), hidden), -1)
        mixed = ops.transpose(ops.matmul(shares, value, False, False), _ints([0, 2, 1, 3]))
        return ops.reshape(mixed, _ints([0, 0, self._sizes.hidden]), True)

    def _linear(self, state: ov.Node, at: str) -> ov.Node:
        return self._product(state, self._weights[f"{at}.weight"], self._weights[f"{at}.bias"])

    def _product(self, state: ov.Node, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> ov.Node:
        rows, scales = quantise_rows(matrix)
        read_back = ops.multiply(ops.convert(ops.constant(rows), "f32"), ops.constant(scales))
        return ops.add(ops.matmul(state, read_back, False, True), _floats(bias))

    def _norm(self, state: ov.Node, at: str) -> ov.Node:
        centred = ops.mvn(
            state, ops.constant(np.array([-1], np.int64)), True, self._sizes.layer_norm_eps, "inside_sqrt"
        )
        scaled = ops.multiply(centred, _floats(self._weights[f"{at}.weight"]))
        return ops.add(scaled, _floats(self._weights[f"{at}.bias"]))


def _floats(value: object) -> ov.Node:
    return ops.constant(np.asarray(value, np.float32))


def _ints(value: object) -> ov.Node:
    return ops.constant(np.asarray(value, np.int32))
