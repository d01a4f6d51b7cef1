"""The second look: with a cross-encoder of random weights, and with one whose scores are known."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.build import build_snapshot
from index.contents import load_contents
from index.errors import EncodingFailed, ModelCorrupt, ModelMissing
from index.model import SearchRequest
from index.passage import indexed_text
from index.rerank import load_reranker
from index.retriever import Retriever
from index.settings import RetrievalSettings
from index.snapshots import snapshot_dir
from tests.index.small_library import THREE_CITIES, HashEncoder

ENCODER = HashEncoder()
QUERY = "高新技术企业补助多少"


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("cross")
    characters = sorted({character for chunk in THREE_CITIES.chunks for character in chunk.text})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(3)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(words), max_position_embeddings=96, num_labels=1, **sizes)
    model = BertForSequenceClassification(config)
    torch.nn.init.normal_(model.classifier.weight, std=5)
    model.save_pretrained(folder)
    return folder


def test_hits_come_in_the_order_of_the_cross_encoder(tmp_path: Path, cross_encoder: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    plain = {hit.clause_id: hit for hit in Retriever.open(tmp_path, ENCODER).search(SearchRequest(QUERY))}
    settings = RetrievalSettings(reranker=str(cross_encoder))
    hits = Retriever.open(tmp_path, ENCODER, settings=settings).search(SearchRequest(QUERY, top_k=3))

    tokenizer = AutoTokenizer.from_pretrained(cross_encoder)
    model = AutoModelForSequenceClassification.from_pretrained(cross_encoder).eval()
    expected = {}
    for chunk in THREE_CITIES.chunks:
        with torch.no_grad():
            logit = model(**tokenizer(QUERY, indexed_text(chunk), return_tensors="pt")).logits
        expected[chunk.clause_id] = float(torch.sigmoid(logit)[0, 0])
    order = sorted(expected, key=lambda clause: -expected[clause])
    assert [hit.clause_id for hit in hits] == order[:3]
    for hit in hits:
        assert hit.score == hit.scores["rerank"] == pytest.approx(expected[hit.clause_id], abs=1e-5)
        assert {**hit.scores, "rerank": 0} == {**plain[hit.clause_id].scores, "rerank": 0}
        assert hit.matched_terms == plain[hit.clause_id].matched_terms


class ByLength:
    """Prefers short texts, and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def scores(self, query: str, texts: list[str]) -> np.ndarray:
        self.shown += texts
        return np.array([-len(text) for text in texts], np.float32)


@pytest.mark.parametrize(("depth", "top_k", "read"), [(1, 1, 1), (2, 1, 2), (1, 4, 4), (30, 2, 5)])
def test_no_more_is_read_than_the_depth_or_what_is_asked_for(tmp_path: Path, depth: int, top_k: int, read: int) -> None:
    name = build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    contents = load_contents(snapshot_dir(tmp_path, name))
    settings = RetrievalSettings(rerank_depth=depth)
    first = [hit.clause_id for hit in Retriever(name, contents, ENCODER, settings).search(SearchRequest(QUERY))][:read]
    judge = ByLength()
    hits = Retriever(name, contents, ENCODER, settings, judge).search(SearchRequest(QUERY, top_k=top_k))
    text_of = {chunk.clause_id: chunk.text for chunk in THREE_CITIES.chunks}
    assert sorted(judge.shown) == sorted(text_of[clause] for clause in first)
    assert [hit.clause_id for hit in hits] == sorted(first, key=lambda clause: len(text_of[clause]))[:top_k]


def test_a_model_that_is_not_here_is_named_with_its_mend(tmp_path: Path) -> None:
    build_snapshot(THREE_CITIES, ENCODER, tmp_path)
    for name in ("BAAI/bge-reranker-base", "./没有 这个"):
        with pytest.raises(ModelMissing, match="设置项 reranker") as caught:
            Retriever.open(tmp_path, ENCODER, settings=RetrievalSettings(reranker=name))
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelCorrupt, match="empty"):
        load_reranker(str(tmp_path / "empty"))


def test_no_texts_have_no_scores(cross_encoder: Path) -> None:
    assert load_reranker(str(cross_encoder)).scores(QUERY, []).tolist() == []


def test_a_model_that_gives_two_scores_is_refused(cross_encoder: Path, tmp_path: Path) -> None:
    from transformers import BertConfig, BertForSequenceClassification

    folder = tmp_path / "pairs"
    shutil.copytree(cross_encoder, folder)
    config = BertConfig.from_pretrained(cross_encoder, num_labels=2)
    BertForSequenceClassification(config).save_pretrained(folder)
    with pytest.raises(ModelCorrupt, match="给出 2 个分数，重排需要恰好一个") as caught:
        load_reranker(str(folder))
    assert str(folder) in str(caught.value)


def test_scores_that_are_no_numbers_are_refused(cross_encoder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "broken"
    shutil.copytree(cross_encoder, folder)
    weights = load_file(folder / "model.safetensors")
    weights["classifier.bias"] = np.full(1, np.nan, np.float32)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EncodingFailed, match="非数值的分数"):
        load_reranker(str(folder)).scores(QUERY, ["给予10万元补助。"])
