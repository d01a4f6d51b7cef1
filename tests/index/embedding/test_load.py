import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import BUILTIN_E5_SMALL, SHIPPED, EmbeddingSettings
from index.errors import EncodingFailed, ModelCorrupt, ModelMissing

pytestmark = pytest.mark.slow

QUESTION = "高企认定奖励多少钱"


@pytest.mark.parametrize("model", [BUILTIN_E5_SMALL, SHIPPED])
def test_a_builtin_model_needs_no_network_leaves_no_trace_and_says_nothing(tmp_path: Path, model: str) -> None:
    program = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise RuntimeError(f"{event} {arguments}")

sys.addaudithook(refuse)
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
settings = EmbeddingSettings(model=sys.argv[1])
assert "torch" not in sys.modules and "sentence_transformers" not in sys.modules
assert load_encoder(settings).encode_query("高企").shape == (384,)
"""
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, model],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_the_name_tells_models_prompts_and_limits_apart(encoder: Encoder) -> None:
    assert re.fullmatch(r"builtin:e5-small@[0-9a-f]{12} query='query: ' passage='passage: ' tokens=512", encoder.name)
    others = [
        load_encoder(EmbeddingSettings(model=BUILTIN_E5_SMALL, query_prompt="")),
        load_encoder(EmbeddingSettings(model=BUILTIN_E5_SMALL, max_tokens=64)),
    ]
    assert len({encoder.name, *(other.name for other in others)}) == 3
    assert load_encoder(EmbeddingSettings(model=BUILTIN_E5_SMALL)).name == encoder.name


def test_a_lower_limit_reads_less(encoder: Encoder) -> None:
    short = load_encoder(EmbeddingSettings(model=BUILTIN_E5_SMALL, max_tokens=16))
    assert short.max_tokens == 16
    head = "passage 给予补助" * 10
    np.testing.assert_array_equal(short.encode_passages([head + "甲"]), short.encode_passages([head + "乙"]))
    assert not np.allclose(short.encode_passages([head]), encoder.encode_passages([head]), atol=1e-3)


def test_a_folder_is_one_setting_away(small_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    ours = load_encoder(EmbeddingSettings(model=str(small_model)))
    theirs = SentenceTransformer(str(small_model), device="cpu", local_files_only=True)
    assert (ours.dim, ours.max_tokens) == (16, 64)
    texts = ["对高企给予奖励20万元", "市"]
    plain = theirs.encode(["文：" + text for text in texts], prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(ours.encode_passages(texts), plain, atol=1e-6)
    query = theirs.encode("问：" + QUESTION, prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(ours.encode_query(QUESTION), query, atol=1e-6)

    bare = load_encoder(EmbeddingSettings(model=str(small_model), query_prompt="", max_tokens=32))
    assert bare.max_tokens == 32
    plain_query = theirs.encode(QUESTION, prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(bare.encode_query(QUESTION), plain_query, atol=1e-6)


def test_a_folder_is_known_by_its_content_not_its_place(small_model: Path, tmp_path: Path) -> None:
    moved = tmp_path / small_model.name
    shutil.copytree(small_model, moved)
    first = load_encoder(EmbeddingSettings(model=str(small_model))).name
    assert load_encoder(EmbeddingSettings(model=str(moved))).name == first

    weights = moved / "model.safetensors"
    image = bytearray(weights.read_bytes())
    image[-1] ^= 1
    weights.write_bytes(image)
    assert load_encoder(EmbeddingSettings(model=str(moved))).name != first


def test_a_damaged_folder_is_named(small_model: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(small_model, damaged)
    (damaged / "model.safetensors").write_bytes(b"\x00" * 40)
    with pytest.raises(ModelCorrupt, match="damaged") as caught:
        load_encoder(EmbeddingSettings(model=str(damaged)))
    assert "\n" not in str(caught.value)


def test_useless_vectors_are_refused(small_model: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    broken = tmp_path / "broken"
    shutil.copytree(small_model, broken)
    weights = load_file(broken / "model.safetensors")
    weights["embeddings.LayerNorm.bias"] = np.full(16, np.nan, np.float32)
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EncodingFailed, match="非数值"):
        load_encoder(EmbeddingSettings(model=str(broken))).encode_query(QUESTION)


@pytest.mark.parametrize("name", ["BAAI/bge-m3", "no-such-model", "builtin:e5-large", "./没有/这个 文件夹"])
def test_a_model_that_is_not_here_is_named_with_its_mend(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*address: object) -> None:
        raise AssertionError(f"network used: {address}")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    with pytest.raises(ModelMissing) as caught:
        load_encoder(EmbeddingSettings(model=name))
    message = str(caught.value)
    assert name in message
    assert "设置项 model" in message
    assert "\n" not in message
