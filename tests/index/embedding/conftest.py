from pathlib import Path

import pytest

from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import BUILTIN_E5_SMALL, EmbeddingSettings


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """multilingual-e5-small as it comes, loaded once."""
    return load_encoder(EmbeddingSettings(model=BUILTIN_E5_SMALL))


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sentence-transformers model of random weights, 16 wide, with prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("small")
    bare = folder / "bare"
    bare.mkdir()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = [*special, *"市高企认定奖励多少钱对给予万元：问文0123456789"]
    (bare / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizerFast(str(bare / "vocab.txt")).save_pretrained(bare)
    torch.manual_seed(7)
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(words), max_position_embeddings=64, **sizes)).save_pretrained(bare)
    model = SentenceTransformer(
        modules=[Transformer(str(bare)), Pooling(16, "mean")],
        device="cpu",
        prompts={"query": "问：", "passage": "文："},
    )
    model.save(str(folder / "model"))
    return folder / "model"
