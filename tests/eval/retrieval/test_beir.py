from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.errors import CaseFileError
from eval.retrieval.beir import load_ids, load_judged

CORPUS = [{"_id": "d1", "title": "甲法第一条", "text": "对高企给予奖励。"}, {"_id": "d2", "text": "无标题。"}]
QUERIES = [{"_id": "q1", "text": "奖励多少"}, {"_id": "q2", "text": "没有标注的问题"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n"


def written(folder: Path, packed: bool = False, **contents: str) -> list[Path]:
    lines = {
        "corpus.jsonl": "\n".join(json.dumps(item, ensure_ascii=False) for item in CORPUS),
        "queries.jsonl": "\n".join(json.dumps(item, ensure_ascii=False) for item in QUERIES) + "\n\n",
        "qrels.tsv": QRELS,
    } | {name.replace("_", "."): text for name, text in contents.items()}
    paths = []
    for name, text in lines.items():
        path = folder / (name + ".gz" if packed else name)
        path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
        paths.append(path)
    return paths


@pytest.mark.parametrize("packed", [False, True])
def test_plain_and_compressed_files_say_the_same(tmp_path: Path, packed: bool) -> None:
    judged = load_judged(*written(tmp_path, packed))
    assert judged.texts == {"d1": "甲法第一条\n对高企给予奖励。", "d2": "无标题。"}
    assert judged.queries == {"q1": "奖励多少"}
    assert judged.relevant == {"q1": {"d1": 1}}


def test_a_choice_of_queries(tmp_path: Path) -> None:
    judged = load_judged(*written(tmp_path))
    (tmp_path / "ids").write_text("q1\nqx\n", "utf-8")
    assert judged.only(load_ids(tmp_path / "ids")) == judged
    assert judged.only(frozenset({"q2"})).queries == {}


@pytest.mark.parametrize(
    ("name", "content", "line", "what"),
    [
        ("corpus_jsonl", '{"_id": "d1", "text": "一"}\n{"_id": "d1", "text": "二"}', 2, "重复"),
        ("corpus_jsonl", '{"_id": "d1"}', 1, "_id 与 text"),
        ("corpus_jsonl", '{"_id": 1, "text": "一"}', 1, "文字"),
        ("corpus_jsonl", "", 0, "没有"),
        ("queries_jsonl", "{", 1, "JSON"),
        ("qrels_tsv", "query-id\tcorpus-id\tscore\nq1 d1 1", 2, "三列"),
        ("qrels_tsv", "q1\td1\t1\nq1\td2\tx", 2, "整数"),
        ("qrels_tsv", "q9\td1\t1", 1, "q9"),
        ("qrels_tsv", "q1\td1\t0", 0, "没有"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, name: str, content: str, line: int, what: str) -> None:
    with pytest.raises(CaseFileError, match=what) as caught:
        load_judged(*written(tmp_path, **{name: content}))
    assert caught.value.line == line


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    paths = written(tmp_path, packed=True)
    paths[0].write_bytes(b"no gzip")
    with pytest.raises(CaseFileError, match=r"corpus\.jsonl\.gz"):
        load_judged(*paths)
