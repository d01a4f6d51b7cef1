"""Files as the BEIR benchmark keeps them (Thakur et al., NeurIPS 2021), plain or compressed (.gz).

corpus    JSON lines with ``_id``, ``title`` (may be absent) and ``text``
queries   JSON lines with ``_id`` and ``text``
qrels     tab-separated with a header: query-id, corpus-id, score (0: judged and not relevant)
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class Judged:
    """A corpus with queries; ``relevant`` has for each query the texts judged relevant (gain above 0)."""

    texts: Mapping[str, str]
    """What is indexed of each document: its title, a line feed and its text."""
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]

    def only(self, wanted: frozenset[str]) -> Judged:
        """The same corpus with just the queries ``wanted``."""
        return Judged(
            self.texts,
            {query: text for query, text in self.queries.items() if query in wanted},
            {query: gains for query, gains in self.relevant.items() if query in wanted},
        )


def load_judged(corpus: Path, queries: Path, qrels: Path) -> Judged:
    """Read the three files. Queries without a relevant document are left out: no measure is defined for them.

    Raises:
        CaseFileError: a line is not as described above, an id stands twice, or a judged query is not there.
    """
    texts: dict[str, str] = {}
    for number, item in _objects(corpus):
        title, text = item.get("title") or "", item["text"]
        _add(texts, item["_id"], f"{title}\n{text}" if title else text, corpus, number)
    asked: dict[str, str] = {}
    for number, item in _objects(queries):
        _add(asked, item["_id"], item["text"], queries, number)
    relevant: dict[str, dict[str, int]] = {}
    for number, line in _lines(qrels):
        fields = line.split("\t")
        if len(fields) != 3:
            raise CaseFileError(qrels, number, "应为三列，以制表符分隔：query-id、corpus-id、score")
        query, document, score = fields
        if number == 1 and not score.lstrip("-").isdigit():
            continue
        try:
            gain = int(score)
        except ValueError as error:
            raise CaseFileError(qrels, number, f"第三列应为整数：{score}") from error
        if query not in asked:
            raise CaseFileError(qrels, number, f"问题文件中没有 {query}")
        if gain > 0:
            relevant.setdefault(query, {})[document] = gain
    if not relevant or not texts:
        raise CaseFileError(qrels if texts else corpus, 0, "没有可评测的内容")
    return Judged(texts, {query: asked[query] for query in relevant}, relevant)


def load_ids(path: Path) -> frozenset[str]:
    """Query ids, one a line. Raises ``CaseFileError``."""
    return frozenset(line.strip() for _, line in _lines(path))


def _add(into: dict[str, str], key: object, value: object, path: Path, number: int) -> None:
    if not isinstance(key, str) or not isinstance(value, str):
        raise CaseFileError(path, number, "_id 与 text 应为文字")
    if key in into:
        raise CaseFileError(path, number, f"_id 重复：{key}")
    into[key] = value


def _objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in _lines(path):
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise CaseFileError(path, number, "不是 JSON") from error
        if not isinstance(item, dict) or not {"_id", "text"} <= item.keys():
            raise CaseFileError(path, number, "应为带 _id 与 text 的 JSON 对象")
        yield number, item


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers from 1."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise CaseFileError(path, 0, f"无法读取（{error}）") from error
