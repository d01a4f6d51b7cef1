"""Everything a training reads, made once and kept in its work folder: vocabulary, weights, split, candidates, pairs."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from transformers import BertModel

from index.embedding.builtin_e5 import packed_model_path
from index.embedding.q4_weights import UnigramVocabulary, read_packed_model
from index.training.clause_pairs import ClauseText, Pair, clause_pairs, draw_pairs, read_clauses
from index.training.folds import Split, named, split_queries
from index.training.judgements import Judgements, read_judgements
from index.training.model_folder import pruned_bert
from index.training.negatives import lexical_candidates
from index.training.recipe import Recipe
from index.training.vocabulary import count_pieces, needed_pieces, restrict
from index.training.written import read_written, with_written

_LEXICAL_DEPTH = 100
_PROBE_LEXICAL = 8
_PROBE_RANDOM = 1500


@dataclass(frozen=True, slots=True)
class Material:
    """What the stages work with. ``lexical``: (questions, 100) rows of the articles, best first by BM25.

    ``judgements`` holds the judged questions and, after them, those in ``written`` (their rows); likewise the
    ``corpus`` first articles are those that figures are measured on.
    """

    judgements: Judgements
    split: Split
    written: tuple[int, ...]
    corpus: int
    vocabulary: UnigramVocabulary
    bert: BertModel
    lexical: NDArray[np.int64]
    pairs: list[Pair]

    @property
    def questions(self) -> int:
        """How many of the questions are judged ones."""
        return len(self.judgements.queries) - len(self.written)

    def probe(self, seed: int) -> NDArray[np.int64]:
        """Rows, ascending, of a small corpus for the questions held out: the right ones, BM25's best, random ones."""
        held = self.split.held_out
        rows = {row for query in held for row in self.judgements.relevant[query]}
        rows |= set(self.lexical[list(held), :_PROBE_LEXICAL].ravel().tolist())
        draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
        rows |= set(draw.sample(range(self.corpus), min(_PROBE_RANDOM, self.corpus)))
        return np.array(sorted(row for row in rows if row < self.corpus))


def prepare(
    judged: Path, clauses: Path, questions: Path, work: Path, recipe: Recipe, say: Callable[[str], None]
) -> Material:
    """Read the questions in ``judged`` and ``questions`` and the exported ``clauses``.

    What takes minutes is kept in ``work``.
    """
    work.mkdir(parents=True, exist_ok=True)
    bare = read_judgements(judged)
    split = split_queries(bare.relevant, recipe.held_out, recipe.seed)
    (work / "split.json").write_text(json.dumps(named(split, bare.query_ids)), encoding="utf-8")
    model = read_packed_model(packed_model_path())
    read = list(read_clauses(clauses))
    judgements, written = with_written(bare, read_written(questions), read)
    counts = _kept(
        work / "piece-counts.npy",
        "统计词表用量",
        say,
        lambda: count_pieces(model.vocabulary, _texts(judgements, read)),
    )
    asked = hashlib.sha256("\n".join(judgements.queries + judgements.articles).encode()).hexdigest()[:12]
    lexical = _kept(
        work / f"lexical-{asked}.npy",
        "BM25 候选条文",
        say,
        lambda: np.stack(lexical_candidates(judgements.articles, judgements.queries, _LEXICAL_DEPTH)),
    )
    kept = needed_pieces(model.vocabulary, counts, recipe.letters)
    vocabulary = restrict(model.vocabulary, kept)
    pairs = draw_pairs(clause_pairs(read, recipe.seed), recipe.pair_shares, recipe.pairs, recipe.seed)
    bert = pruned_bert(model, kept, vocabulary.pad)
    return Material(judgements, split, written, len(bare.articles), vocabulary, bert, lexical, pairs)


def _texts(judgements: Judgements, clauses: list[ClauseText]) -> Iterator[str]:
    yield from judgements.queries
    for article in judgements.articles:
        yield from article.split("\n")
    for clause in clauses:
        yield clause.title
        yield from clause.text.split("\n")


def _kept(
    path: Path, what: str, say: Callable[[str], None], make: Callable[[], NDArray[np.int64]]
) -> NDArray[np.int64]:
    if not path.is_file():
        say(what)
        np.save(path, make())
    found: NDArray[np.int64] = np.load(path)
    return found
