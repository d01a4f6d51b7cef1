"""The compiled form of a model against the model itself, run by PyTorch in float32."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedding.bert_graph import quantise_rows
from index.embedding.compile import compile_model
from index.embedding.load import load_encoder
from index.embedding.sentence_module import load_sentence_transformer
from index.embedding.settings import EmbeddingSettings
from index.errors import EncodingFailed, ModelCorrupt

pytestmark = pytest.mark.slow

TEXTS = ["对高企给予奖励20万元", "市", "认定高企给予奖励：" * 9, "问多少钱", "0123456789" * 5]


@pytest.fixture(scope="module")
def compiled(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("compiled") / "model"
    compile_model(small_model, target)
    return target


def vectors_of(folder: Path, **settings: object) -> np.ndarray:
    encoder = load_encoder(EmbeddingSettings.model_validate({"model": str(folder), **settings}))
    return encoder.encode_passages(TEXTS)


def test_rows_are_rounded_to_127_steps_of_their_own_largest_weight() -> None:
    rounded, scale = quantise_rows(np.array([[1.27, -0.634, 0.0], [0.0, 0.0, 0.0], [-25.4, 0.3, 12.7]], np.float32))
    assert rounded.tolist() == [[127, -63, 0], [0, 0, 0], [-127, 2, 64]] or rounded[2].tolist() == [-127, 2, 63]
    assert scale[:, 0].tolist() == pytest.approx([0.01, 1.0, 0.2])


def test_vectors_are_those_of_the_float32_model(small_model: Path, compiled: Path) -> None:
    from sentence_transformers import SentenceTransformer

    ours = vectors_of(compiled)
    plain = SentenceTransformer(str(small_model), device="cpu", local_files_only=True)
    expected = plain.encode(TEXTS, prompt="文：", normalize_embeddings=True)
    assert (ours * expected).sum(axis=1).min() > 0.999
    query = plain.encode(TEXTS[0], prompt="问：", normalize_embeddings=True)
    assert load_encoder(EmbeddingSettings(model=str(compiled))).encode_query(TEXTS[0]) @ query > 0.999


def test_the_encoder_gives_what_sentence_transformer_gives(compiled: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = load_encoder(EmbeddingSettings(model=str(compiled)))
    for theirs in (SentenceTransformer(str(compiled), trust_remote_code=True), load_sentence_transformer(compiled)):
        assert theirs.max_seq_length == encoder.max_tokens == 64
        assert theirs.get_embedding_dimension() == encoder.dim == 16
        np.testing.assert_allclose(
            theirs.encode(TEXTS, prompt_name="passage"), encoder.encode_passages(TEXTS), atol=1e-6
        )
        np.testing.assert_allclose(theirs.encode_query(TEXTS[0]), encoder.encode_query(TEXTS[0]), atol=1e-6)


def test_saved_by_sentence_transformers_it_is_the_same_model(compiled: Path, tmp_path: Path) -> None:
    load_sentence_transformer(compiled).save(str(tmp_path / "saved"), create_model_card=False)
    np.testing.assert_array_equal(vectors_of(tmp_path / "saved"), vectors_of(compiled))


def test_the_same_weights_give_the_same_bytes(small_model: Path, compiled: Path, tmp_path: Path) -> None:
    program = "import sys; from index.embedding.compile import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, str(small_model), str(tmp_path / "again")]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[3])
    files = sorted(path.name for path in compiled.iterdir())
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == files
    for name in files:
        assert (tmp_path / "again" / name).read_bytes() == (compiled / name).read_bytes(), name


def test_neither_torch_nor_the_network_is_needed(compiled: Path) -> None:
    program = (
        "import sys\n"
        "def refuse(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo'):\n"
        "        raise RuntimeError(event)\n"
        "sys.addaudithook(refuse)\n"
        "from index.embedding.load import load_encoder\n"
        "from index.embedding.settings import EmbeddingSettings\n"
        "encoder = load_encoder(EmbeddingSettings(model=sys.argv[1]))\n"
        "encoder.encode_query('高企'); encoder.encode_passages(['市', '奖励'])\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(compiled)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "[]\n", "")


def test_rows_follow_the_texts_and_progress_counts_to_the_end(compiled: Path) -> None:
    encoder = load_encoder(EmbeddingSettings(model=str(compiled)))
    heard: list[int] = []
    many = encoder.encode_passages(TEXTS * 20, heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 100
    alone = np.stack([encoder.encode_passages([text])[0] for text in TEXTS])
    assert (many * np.tile(alone, (20, 1))).sum(axis=1).min() > 0.9999
    assert encoder.encode_passages([]).shape == (0, 16)


def test_threads_do_not_disturb_each_other(compiled: Path) -> None:
    encoder = load_encoder(EmbeddingSettings(model=str(compiled)))
    questions = [f"{text[:6]}{number}" for text in TEXTS for number in range(6)]
    alone = [encoder.encode_query(question) for question in questions]
    with ThreadPoolExecutor(6) as pool:
        np.testing.assert_allclose(list(pool.map(encoder.encode_query, questions)), alone, atol=1e-6)


def test_prompts_and_limit_can_be_set_and_change_the_name(compiled: Path) -> None:
    plain = load_encoder(EmbeddingSettings(model=str(compiled)))
    short = load_encoder(EmbeddingSettings(model=str(compiled), max_tokens=16, passage_prompt=""))
    assert (plain.max_tokens, short.max_tokens) == (64, 16)
    assert plain.name.partition(" ")[0] == short.name.partition(" ")[0]
    assert plain.name != short.name
    head = "给予奖励" * 6
    np.testing.assert_array_equal(short.encode_passages([head + "市"]), short.encode_passages([head + "钱"]))


@pytest.mark.parametrize("name", ["openvino_model.xml", "openvino_model.bin", "tokenizer.json", "compiled_model.json"])
@pytest.mark.parametrize("damage", ["absent", "cut"])
def test_a_damaged_folder_is_named(compiled: Path, tmp_path: Path, name: str, damage: str) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(compiled, folder)
    if damage == "absent":
        (folder / name).unlink()
    else:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelCorrupt, match="broken") as caught:
        load_encoder(EmbeddingSettings(model=str(folder))).encode_query("高企")
    assert "\n" not in str(caught.value)


def test_useless_vectors_are_refused(small_model: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    source = tmp_path / "source"
    shutil.copytree(small_model, source)
    weights = load_file(source / "model.safetensors")
    weights["embeddings.LayerNorm.bias"] = np.full(16, np.nan, np.float32)
    save_file(weights, source / "model.safetensors", metadata={"format": "pt"})
    compile_model(source, tmp_path / "compiled")
    with pytest.raises(EncodingFailed, match="非数值"):
        load_encoder(EmbeddingSettings(model=str(tmp_path / "compiled"))).encode_query("高企")


@pytest.mark.parametrize(
    "change", [{"model_type": "roberta"}, {"hidden_act": "relu"}, {"position_embedding_type": "relative_key"}]
)
def test_another_kind_of_model_is_refused(small_model: Path, tmp_path: Path, change: dict[str, str]) -> None:
    source = tmp_path / "source"
    shutil.copytree(small_model, source)
    config = source / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(ValueError, match="source"):
        compile_model(source, tmp_path / "compiled")
    assert not (tmp_path / "compiled").exists()


def test_an_existing_folder_is_not_overwritten(small_model: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(FileExistsError):
        compile_model(small_model, tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []
