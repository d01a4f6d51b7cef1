"""Questions with judged articles, read from BEIR-style files: what the supervised stage learns from."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import TrainingDataMissing


@dataclass(frozen=True, slots=True)
class Judgements:
    """Articles (as the index sees them: title, line break, text), questions, and which articles answer which.

    ``relevant`` names, for each question, the rows of the articles judged relevant, ascending.
    """

    article_ids: tuple[str, ...]
    articles: tuple[str, ...]
    query_ids: tuple[str, ...]
    queries: tuple[str, ...]
    relevant: tuple[tuple[int, ...], ...]


def read_judgements(folder: Path) -> Judgements:
    """``corpus.jsonl.gz``, ``queries.train.jsonl`` and ``qrels.train.tsv`` of ``folder``.

    Questions without a judged article are left out. Raises ``TrainingDataMissing``.
    """
    try:
        articles = {item["_id"]: f"{item['title']}\n{item['text']}" for item in _lines(folder / "corpus.jsonl.gz")}
        queries = {item["_id"]: item["text"] for item in _lines(folder / "queries.train.jsonl")}
        judged = _judged(folder / "qrels.train.tsv")
        row = {article: at for at, article in enumerate(articles)}
        asked = [query for query in queries if query in judged]
        relevant = tuple(tuple(sorted(row[article] for article in judged[query])) for query in asked)
    except (OSError, ValueError, KeyError) as error:
        raise TrainingDataMissing(f"{folder} 中没有可用的训练问题（corpus、queries、qrels）：{error}") from error
    return Judgements(
        tuple(articles), tuple(articles.values()), tuple(asked), tuple(queries[query] for query in asked), relevant
    )


def _lines(path: Path) -> Iterator[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _judged(path: Path) -> dict[str, set[str]]:
    judged: dict[str, set[str]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        query, article, score = line.split("\t")
        if int(score) > 0:
            judged.setdefault(query, set()).add(article)
    return judged
