"""Question files: what is taken, and where a mistake is pointed out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.case_files import load_cases
from eval.errors import CaseFileError
from server.contract import RequestFilters, Turn

GOOD: dict[str, Any] = {
    "id": "a1",
    "question": "科小呢",
    "category": "followup",
    "history": [{"role": "user", "content": "高企目标"}],
    "note": "n",
    "formula": "1+1",
    "expect": {
        "behaviour": "answer",
        "must_contain": [["10万元", "10万"]],
        "must_not_contain": ["20万元"],
        "citations": [{"file": "a.txt", "clause": "1.", "quote": "给予10万元", "group": "x"}],
        "citation_mode": "all",
        "distractors": ["5万元"],
    },
}
REFUSAL: dict[str, Any] = {
    "id": "a2",
    "question": "问",
    "category": "refuse_value",
    "expect": {
        "behaviour": "refuse",
        "refusal_code": "value_not_stated",
        "refusal_code_alt": ["topic_not_found"],
    },
}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "q.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def changed(**expect: object) -> dict[str, Any]:
    return GOOD | {"expect": GOOD["expect"] | expect}


def test_every_field_is_read(tmp_path: Path) -> None:
    first, second = load_cases(write(tmp_path, GOOD, "", REFUSAL))
    assert first.expect.must_contain == (("10万元", "10万"),)
    assert first.expect.must_not_contain == ("20万元",)
    assert first.expect.distractors == ("5万元",)
    assert first.expect.citation_mode == "all"
    assert [(c.file, c.clause, c.quote, c.group) for c in first.expect.citations] == [
        ("a.txt", "1.", "给予10万元", "x")
    ]
    assert first.formula == "1+1"
    assert first.expect.accepted_codes == ()
    assert second.expect.accepted_codes == ("value_not_stated", "topic_not_found")


def test_a_case_becomes_a_request_with_its_history(tmp_path: Path) -> None:
    request = load_cases(write(tmp_path, GOOD))[0].request()
    assert request.question == "科小呢"
    assert request.history == [Turn(role="user", content="高企目标")]
    assert request.filters == RequestFilters()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "不是合法的 JSON"),
        ("[1]", "整行"),
        (GOOD | {"id": "a2", "extra": 1}, "extra"),
        (GOOD | {"id": "a2", "question": " "}, "question"),
        (changed(must_contians=[]), "must_contians"),
        (changed(must_contain=[[]]), "must_contain.0"),
        (changed(must_not_contain=["“ ”"]), "去掉空白和引号后为空"),
        (changed(must_contain=[]), "有 distractors 而没有 must_contain"),
        (changed(citation_mode="some"), "citation_mode"),
        (changed(refusal_code="off_topic"), "behaviour 为 answer 时不能给出"),
        (changed(behaviour="refuse"), "必须给出 refusal_code"),
        (changed(behaviour="refuse", refusal_code="no_such_code"), "refusal_code"),
        (GOOD, "id 'a1' 与第 1 行重复"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, line: object, said: str) -> None:
    path = write(tmp_path, GOOD, "", line)
    with pytest.raises(CaseFileError) as caught:
        load_cases(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert said in caught.value.what


def test_a_file_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match=r"q\.jsonl:0: 没有任何题目"):
        load_cases(write(tmp_path, "", " "))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match=r"none\.jsonl:0: 无法读取"):
        load_cases(tmp_path / "none.jsonl")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes("问题".encode("gb18030"))
    with pytest.raises(CaseFileError, match="不是 UTF-8 编码"):
        load_cases(path)
