"""Questions written for single articles, as lay people would ask them, and articles made up to be asked about.

Two kinds of files in ``index/training/questions``: ``laws.tsv`` (document title, label of the article, question)
asks about articles that the exported clauses hold; ``invented.jsonl`` (title, path, text, questions) has clauses
in the manner of municipal policies whose places, amounts and conditions are made up, so that a model learns the
manner without having read any document it is measured on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import TrainingDataMissing
from index.training.clause_pairs import ClauseText
from index.training.judgements import Judgements
from index.training.negatives import overlap, pairs

QUESTIONS = Path(__file__).parent / "questions"
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question and the article it was written for: title of its document and label, or the passage itself."""

    text: str
    document: str
    label: str
    passage: str = ""


def read_written(folder: Path) -> list[WrittenQuestion]:
    """The questions of ``laws.tsv`` and ``invented.jsonl`` in ``folder``; raises ``TrainingDataMissing``."""
    found = []
    try:
        for line in (folder / "laws.tsv").read_text("utf-8").splitlines():
            document, label, text = line.split("\t")
            found.append(WrittenQuestion(text, document, label))
        for line in (folder / "invented.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            passage = f"{item['title']} {item['path']}\n{item['text']}"
            found += [WrittenQuestion(text, item["title"], item["path"], passage) for text in item["questions"]]
    except (OSError, ValueError, KeyError) as error:
        raise TrainingDataMissing(f"{folder} 中没有可用的自编问题：{error}") from error
    return found


def with_written(
    judgements: Judgements, written: Sequence[WrittenQuestion], clauses: Iterable[ClauseText]
) -> tuple[Judgements, tuple[int, ...]]:
    """``judgements`` with the ``written`` questions after its own, and the rows of those questions.

    An article that ``judgements`` has already (same number, same law, text alike) stands for the one written
    for; others are appended. Questions about articles that ``clauses`` does not hold are left out.
    """
    known: dict[str, list[int]] = defaultdict(list)
    for row, article in enumerate(judgements.articles):
        known[_plain(article.partition("\n")[0])].append(row)
    wanted = {(question.document, question.label) for question in written if not question.passage}
    passages = {
        (clause.title, clause.label): f"{clause.head}\n{clause.body}"
        for clause in clauses
        if (clause.title, clause.label) in wanted
    }
    articles = list(judgements.articles)
    places: dict[str, tuple[int, ...]] = {}
    asked: list[tuple[tuple[int, ...], str]] = []
    for question in written:
        passage = question.passage or passages.get((question.document, question.label), "")
        if not passage:
            continue
        if passage not in places:
            places[passage] = _rows_alike(passage, known, articles) or (len(articles),)
            if places[passage] == (len(articles),):
                articles.append(passage)
        asked.append((places[passage], question.text))
    asked.sort(key=lambda item: item[0])  # neighbours in a law are each other's hardest wrong answers
    first = len(judgements.queries)
    own = tuple(range(first, first + len(asked)))
    joined = Judgements(
        judgements.article_ids + tuple(f"written-{row}" for row in range(len(judgements.articles), len(articles))),
        tuple(articles),
        judgements.query_ids + tuple(f"written-{row}" for row in own),
        judgements.queries + tuple(text for _, text in asked),
        judgements.relevant + tuple(rows for rows, _ in asked),
    )
    return joined, own


def _rows_alike(passage: str, known: Mapping[str, Sequence[int]], articles: Sequence[str]) -> tuple[int, ...]:
    own = pairs(passage)
    rows = known.get(_plain(passage.partition("\n")[0]), ())
    return tuple(row for row in rows if overlap(pairs(articles[row]), own) >= _SAME)


def _plain(head: str) -> str:
    """A title line without what is written now one way, now another: country name, book of the code, brackets."""
    bare = head.replace("中华人民共和国", "").replace("《", "").replace("》", "")
    before, space, after = bare.partition(" ")
    return before + after[after.find("第") :] if space and "第" in after else bare
