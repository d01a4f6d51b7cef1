"""The model that comes with the program."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.embedding.encoder import Encoder
from index.embedding.load import SHIPPED_FOLDER, load_encoder
from index.embedding.sentence_module import load_sentence_transformer
from index.embedding.settings import SHIPPED, EmbeddingSettings

pytestmark = pytest.mark.slow

CLAUSES = [
    "对新认定的高新技术企业，给予一次性奖励20万元。",
    "对年度研发投入50～100万元的企业，按10%给予补助。",
    "本办法自2023年1月1日起施行。",
    "用人单位自用工之日起超过一个月不满一年未与劳动者订立书面劳动合同的，应当向劳动者每月支付二倍的工资。",
]


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return load_encoder(EmbeddingSettings())


def test_it_is_what_is_used_unless_set_otherwise(shipped: Encoder) -> None:
    assert EmbeddingSettings().model == SHIPPED
    assert shipped.name.startswith(f"{SHIPPED}@")
    assert (shipped.dim, shipped.max_tokens) == (384, 512)


def test_it_is_small_and_says_what_it_is() -> None:
    files = [path for path in SHIPPED_FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 60_000_000
    card = (SHIPPED_FOLDER / "README.md").read_text("utf-8")
    assert "license: mit" in card.lower()


def test_questions_in_everyday_words_find_their_clause(shipped: Encoder) -> None:
    clauses = shipped.encode_passages(CLAUSES)
    asked = {"高企认定有多少奖励": 0, "研发花的钱能补几成": 1, "什么时候开始生效": 2, "老板一直不签合同怎么赔": 3}
    assert {text: int(np.argmax(clauses @ shipped.encode_query(text))) for text in asked} == asked


def test_sentence_transformers_gives_the_same_vectors(shipped: Encoder) -> None:
    theirs = load_sentence_transformer(SHIPPED_FOLDER)
    assert json.loads((SHIPPED_FOLDER / "modules.json").read_text("utf-8"))[0]["type"].startswith("index.embedding.")
    np.testing.assert_allclose(theirs.encode_document(CLAUSES), shipped.encode_passages(CLAUSES), atol=1e-6)
    np.testing.assert_allclose(theirs.encode_query("高企"), shipped.encode_query("高企"), atol=1e-6)


def test_padding_and_company_hardly_change_a_vector(shipped: Encoder) -> None:
    together = shipped.encode_passages(CLAUSES * 6)
    alone = np.stack([shipped.encode_passages([clause])[0] for clause in CLAUSES])
    assert (together * np.tile(alone, (6, 1))).sum(axis=1).min() > 0.998


def test_it_is_ready_in_about_a_second() -> None:
    program = (
        "import time, index.embedding.compiled_model as m\n"
        "from index.embedding.load import SHIPPED_FOLDER\n"
        "began = time.process_time()\n"
        "m.CompiledModel.open(SHIPPED_FOLDER).encode_one('query: 高企')\n"
        "print(time.process_time() - began)\n"
    )
    root = Path(__file__).parents[3]
    began = time.monotonic()
    ran = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    # Processor seconds, as other processes may hold the machine: of loading, then of everything with the imports.
    assert float(ran.stdout) < 2
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("attempt", range(3))
def test_first_questions_from_several_threads_do_not_wait_for_each_other_for_ever(attempt: int) -> None:
    program = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from index.embedding.load import load_encoder\n"
        "from index.embedding.settings import EmbeddingSettings\n"
        "encoder = load_encoder(EmbeddingSettings())\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        f"    vectors = list(pool.map(encoder.encode_query, ['高企奖励{attempt}'] * 16))\n"
        "print(sum(float(v @ vectors[0]) > 0.999 for v in vectors))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "16"
