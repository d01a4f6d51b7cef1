"""Pairs that documents give by themselves: a text that asks for a clause, and the clause.

Five kinds, from clauses as ``policyqa ingest --export`` writes them: a heading and what stands below it; a
sentence and the clause it was taken from; document and chapter title and a clause of it; a sentence that
refers to another article, and that article; a defining clause and its subject under the short name (以下简称).
What is read as a passage has the form of the index: title and label, line break, text.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import TrainingDataMissing

_SENTENCE: Final = re.compile(r"[^。；！？\n]{8,}[。；！？]?")
_REFERENCE: Final = re.compile(
    r"(?:本法|本条例|本办法|本规定|本解释)?(第[一二三四五六七八九十百千零]+条)(?:第[一二三四五六七八九十]+[款项])*"
)
_SHORT_NAME: Final = re.compile(
    r"([\u4e00-\u9fff]{4,20})[（(]以下(?:统称|简称|称)[“\"]?([\u4e00-\u9fff]{2,10})[”\"]?[)）]"
)
_NUMBER: Final = re.compile(
    r"^(?:第[一二三四五六七八九十百千零]+[编章节条]|[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?)\s*"
)
_ASKS: Final = ("", "", "有哪些规定？", "是怎么规定的？", "怎么办？", "有什么要求？")
_SHORTEST: Final = 20
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as exported: ``path`` are the titles from the root to it, ``text`` is verbatim."""

    document: str
    title: str
    kind: str
    label: str
    heading: str
    path: tuple[str, ...]
    text: str

    @property
    def head(self) -> str:
        """The line above the text: document title and number."""
        return f"{self.title}{self.label}" if self.label.startswith("第") else f"{self.title} {''.join(self.path[:-1])}"

    @property
    def body(self) -> str:
        """The text without its number."""
        return self.text.removeprefix(self.label).strip()


@dataclass(frozen=True, slots=True)
class Pair:
    """What is asked, and the passage that answers it; ``kind`` names where the pair comes from."""

    kind: str
    query: str
    passage: str


def read_clauses(path: Path) -> Iterator[ClauseText]:
    """The clauses exported to ``path``; raises ``TrainingDataMissing``."""
    try:
        with path.open(encoding="utf-8") as file:
            for item in map(json.loads, file):
                yield ClauseText(
                    item["document_id"],
                    item["document_title"],
                    item["kind"],
                    item["label"],
                    item["heading"],
                    tuple(item["path"]),
                    item["text"],
                )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingDataMissing(f"{path} 不是 policyqa ingest --export 导出的条款：{error}") from error


def clause_pairs(clauses: Iterable[ClauseText], seed: int) -> list[Pair]:
    """All pairs of ``clauses``; what is drawn (sentence, words left out, question form) hangs on ``seed``."""
    by_document: dict[str, list[ClauseText]] = defaultdict(list)
    for clause in clauses:
        by_document[clause.document].append(clause)
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    return [pair for own in by_document.values() for pair in _of_document(own, draw)]


def draw_pairs(pairs: Sequence[Pair], shares: Mapping[str, float], count: int, seed: int) -> list[Pair]:
    """About ``count`` of ``pairs``, each kind with its share, in mixed order; what there is where there are fewer."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    taken: list[Pair] = []
    for kind, share in shares.items():
        own = [pair for pair in pairs if pair.kind == kind]
        taken += draw.sample(own, min(len(own), round(share * count)))
    draw.shuffle(taken)
    return taken


def _of_document(clauses: Sequence[ClauseText], draw: random.Random) -> Iterator[Pair]:
    articles = {clause.label: clause for clause in clauses if clause.kind == "article"}
    for clause in clauses:
        if clause.kind not in {"article", "item", "heading"} or not _SHORTEST <= len(clause.body) <= _LONGEST:
            continue
        if 4 <= len(clause.heading) <= 40 and len(clause.body) > len(clause.heading) + _SHORTEST:
            yield heading_pair(clause, draw)
        if clause.kind == "article" or len(clause.body) >= 40:
            yield from sentence_pair(clause, draw)
            yield from chapter_pair(clause, draw)
        yield from reference_pairs(clause, articles)
        yield from short_name_pairs(clause)


def heading_pair(clause: ClauseText, draw: random.Random) -> Pair:
    """Heading, half the time put as a question, and the text below it."""
    below = clause.body.removeprefix(clause.heading).lstrip("。：: \n")
    return Pair("heading", clause.heading + draw.choice(_ASKS), f"{clause.head}\n{below}")


def sentence_pair(clause: ClauseText, draw: random.Random) -> Iterator[Pair]:
    """One sentence of several, with a fifth of its words gone, and the clause, mostly without that sentence."""
    sentences = _SENTENCE.findall(clause.body)
    if len(sentences) < 2:
        return
    sentence = draw.choice(sentences)
    passage = clause.body.replace(sentence, "", 1) if draw.random() < 0.7 else clause.body
    asked = thinned(_NUMBER.sub("", sentence).rstrip("。；"), 0.2, draw)
    yield Pair("sentence", asked, f"{clause.head}\n{passage.strip()}")


def chapter_pair(clause: ClauseText, draw: random.Random) -> Iterator[Pair]:
    """Title and chapter with the clause's first words, and the clause; for one clause in four."""
    chapters = [_NUMBER.sub("", part) for part in clause.path[:-1]]
    if chapters and draw.random() < 0.25:
        opening = re.split(r"[，。；：]", clause.body, maxsplit=1)[0][:20]
        yield Pair("title", f"{clause.title} {' '.join(chapters)} {opening}", f"{clause.head}\n{clause.body}")


def reference_pairs(clause: ClauseText, articles: Mapping[str, ClauseText]) -> Iterator[Pair]:
    """A sentence that names another article of the document, without the name, and that article."""
    for sentence in _SENTENCE.findall(clause.body):
        found = _REFERENCE.search(sentence)
        target = articles.get(found[1]) if found else None
        outside = found is not None and sentence[: found.start()].endswith("》")
        if target is None or target.label == clause.label or outside or len(target.body) > _LONGEST:
            continue
        yield Pair("reference", _REFERENCE.sub("", sentence).strip(), f"{target.head}\n{target.body}")


def short_name_pairs(clause: ClauseText) -> Iterator[Pair]:
    """The short name a clause introduces, asked for, and that clause."""
    for full, short in _SHORT_NAME.findall(clause.body):
        if short not in full:
            yield Pair("short name", f"{short}是指什么？", f"{clause.head}\n{clause.body}")


def thinned(text: str, share: float, draw: random.Random) -> str:
    """``text`` with runs of two characters left out here and there, this ``share`` of it on average; never all."""
    if share == 0.0:
        return text
    parts = [text[at : at + 2] for at in range(0, len(text), 2)]
    return "".join(part for part in parts if draw.random() >= share) or text
