"""Files of requests in, files of answers out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.contract import AskResponse
from tests.e2e.command import error_of, output_of, policyqa
from tests.library import Built, source_text

REQUESTS: list[dict[str, Any]] = [
    {"id": "z-last", "question": "聊城首次认定高企补多少"},
    {"id": "a-first", "question": "青岛对创投机构奖励多少"},
    {"id": "问题三", "question": "每培养一名技术经纪人补助多少", "filters": {"regions": ["聊城"]}},
    {
        "id": "4",
        "question": "国家级的呢",
        "history": [
            {"role": "user", "content": "聊城获批的省级重点实验室给多少奖补"},
            {"role": "assistant", "content": "给予50万元奖补。[1]"},
        ],
    },
    {"id": "separator", "question": "临沂每年培训\u2028多少技术经纪人"},
]


def write(path: Path, requests: list[dict[str, Any]]) -> Path:
    lines = [json.dumps(request, ensure_ascii=False) for request in requests]
    # A byte-order mark, an empty line and a carriage return are what editors leave behind.
    path.write_text("\ufeff" + "\r\n\n".join(lines) + "\n", encoding="utf-8", newline="")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n")[:-1]]


def without_the_moment(response: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in response.items() if key not in ("id", "timings_ms")}


def test_a_batch_gives_what_the_service_gives_line_by_line(built: Built, service_url: str, tmp_path: Path) -> None:
    source, target = write(tmp_path / "questions.jsonl", REQUESTS), tmp_path / "answers.jsonl"
    assert output_of(policyqa(built.home, "ask", "--input", source, "--output", target)) == ""
    lines = read(target)
    assert [line["id"] for line in lines] == [request["id"] for request in REQUESTS]
    with httpx.Client(base_url=service_url, trust_env=False, timeout=60) as http:
        for request, line in zip(REQUESTS, lines, strict=True):
            AskResponse.model_validate(line)
            body = {key: value for key, value in request.items() if key != "id"}
            assert without_the_moment(line) == without_the_moment(http.post("/v1/ask", json=body).json())
    assert [line["status"] for line in lines] == ["answered", "refused", "answered", "answered", "answered"]


def test_a_search_batch_gives_clauses_best_first_and_tells_what_it_cannot_do(built: Built, tmp_path: Path) -> None:
    requests = [
        {"id": "nowhere", "query": "高企", "filters": {"regions": ["火星"]}},
        {"id": "q2", "query": "技术经纪人 培训", "top_k": 3},
        {"id": "q1", "query": "创业投资机构 奖励", "filters": {"regions": ["日照"]}},
    ]
    source, target = write(tmp_path / "queries.jsonl", requests), tmp_path / "hits.jsonl"
    elsewhere = tmp_path / "not the library"
    result = policyqa(elsewhere, "search", "--input", source, "--output", target, "--index", built.home)
    assert error_of(result).startswith("1 行没有结果")
    nowhere, *lines = read(target)
    assert nowhere["id"] == "nowhere"
    assert nowhere["error"]["code"] == "unknown_region"
    assert "火星" in nowhere["error"]["detail"]
    assert [line["id"] for line in lines] == ["q2", "q1"]
    assert [set(line) for line in lines] == [{"id", "hits"}] * 2
    assert [len(line["hits"]) for line in lines] == [3, 10]
    for line in lines:
        scores = [hit["score"] for hit in line["hits"]]
        assert scores == sorted(scores, reverse=True)
        for hit in line["hits"]:
            assert {"clause_id", "document_id", "score"} <= set(hit)
            assert source_text(hit["source_file"])[hit["start"] : hit["end"]] == hit["text"]
    assert all(hit["document_id"].startswith("rizhao") for hit in lines[1]["hits"])
    assert "最高200万元" in lines[1]["hits"][0]["text"]


GOOD = b'{"id": "1", "question": "x"}\n'


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b'{"id": "2", "question": ', "JSON"),
        (b'{"id": "2", "question": "  "}', "请输入要问的问题"),
        (b'{"id": "2", "question": "' + "问".encode() * 100_000 + b'"}', "2000"),
        (b'{"id": "2", "question": "x", "topk": 3}', "topk"),
        (b'{"question": "x"}', "id"),
        (b'["2", "x"]', "JSON"),
    ],
    ids=["broken", "blank", "100,000 characters", "unknown key", "no id", "no object"],
)
def test_a_bad_line_is_named_before_anything_is_asked(tmp_path: Path, bad: bytes, words: str) -> None:
    source, target = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
    source.write_bytes(GOOD + b"\n" + bad + b"\n" + GOOD)
    error = error_of(policyqa(tmp_path / "no library", "ask", "--input", source, "--output", target))
    assert error.startswith(f"{source}:3: ")
    assert words in error
    assert not target.exists()


def test_a_file_that_is_no_text_and_one_that_is_not_there_are_told(tmp_path: Path) -> None:
    source, target = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
    assert str(source) in error_of(policyqa(tmp_path, "ask", "--input", source, "--output", target))
    source.write_bytes("问".encode("gb18030"))
    assert str(source) in error_of(policyqa(tmp_path, "ask", "--input", source, "--output", target))
