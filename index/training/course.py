"""A training from start to end: stages, hard negatives mined anew, the figures on the way, the finished model."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.training.batches import Batch, Question, draw_batch
from index.training.figures import Figures, measure, rank
from index.training.material import Material
from index.training.model_folder import save_folder
from index.training.negatives import below_margin, dense_candidates, hard_negatives
from index.training.recipe import Recipe, Stage
from index.training.replicated_encoder import ReplicatedEncoder
from index.training.training_run import TrainingRun
from index.training.vocabulary import untruncated

_BLOCK = 2048
_MINED_DEPTH = 100


class Course:
    """One training in ``work``; started again there, it goes on where it stopped."""

    def __init__(
        self, material: Material, recipe: Recipe, work: Path, threads: int, say: Callable[[str], None]
    ) -> None:
        self._material = material
        self._recipe = recipe
        self._work = work
        self._say = say
        tokenizer = untruncated(material.vocabulary)
        tokenizer.enable_truncation(recipe.max_tokens)
        encoder = ReplicatedEncoder(
            material.bert,
            pad=material.vocabulary.pad,
            replicas=threads,
            group=16,
            dtype=torch.bfloat16,
        )
        self.run = TrainingRun(encoder, tokenizer, recipe, work / "checkpoint.pt")

    def train(self) -> None:
        """All stages; after each the figures of a small corpus and the model as it is then."""
        if self.run.stage == self.run.step == 0:
            self._note("start", self.probe())
        for stage in self._recipe.stages[self.run.stage :]:
            if stage.everything and self.run.step == 0:
                self._measure()
            judged = self._questions(stage, self._asked(stage), "judged")
            written = self._questions(stage, self._material.written if stage.written else (), "written")
            batch = partial(self._batch, stage, judged, written)

            started = time.monotonic()
            for progress in self.run.run(stage, batch):
                if progress.step % 5 == 0:
                    spent = time.monotonic() - started
                    self._say(f"{stage.name} {progress.step}/{stage.steps} loss {progress.loss:.4f} {spent:.0f} s")
            self._note(stage.name, self.probe())
            self.export(self._work / f"after-{stage.name}")

    def _batch(self, stage: Stage, judged: list[Question], written: list[Question], step: int) -> Batch:
        articles = self._material.judgements.articles
        seed = f"{self._recipe.seed}/{stage.name}"
        return draw_batch(stage, judged, written, self._material.pairs, articles, seed, step)

    def _asked(self, stage: Stage) -> tuple[int, ...]:
        split = self._material.split
        if not stage.questions:
            return ()
        return tuple(sorted((*split.trained, *split.held_out))) if stage.everything else split.trained

    def finish(self) -> dict[str, object]:
        """The finished model, and the figures over all articles of what never learnt the questions held out.

        Written to the work folder: ``float32`` (the model) and what :meth:`_measure` writes; its report is returned.
        """
        if not self._recipe.stages[-1].everything:
            self._measure()
        self.run.encoder.load(self.run.blended)
        save_folder(self.run.encoder.master, self._material.vocabulary, self._work / "float32")
        report: dict[str, object] = json.loads((self._work / "report.json").read_text("utf-8"))
        return report

    def _measure(self) -> None:
        """Vectors of all articles and questions by the blend as it is now, and its figures over all articles.

        Written to the work folder: ``corpus.npy`` and ``queries.npy`` (float16, in the order of the files),
        ``report.json``.
        """
        with self._weighing(self.run.blended):
            self.run.tokenizer.enable_truncation(self.run.encoder.master.config.max_position_embeddings)
            every = np.arange(self._material.corpus)
            self._say(f"编码全部 {len(every)} 条条文")
            passages = self.passages(every)
            np.save(self._work / "corpus.npy", passages.astype(np.float16))
            np.save(self._work / "queries.npy", self.queries(range(self._material.questions)).astype(np.float16))
            report: dict[str, object] = {
                "recipe": self._recipe.model_dump(),
                "articles": len(every),
                "pieces": len(self._material.vocabulary.pieces),
                "figures": {name: asdict(own) for name, own in self.figures(passages, every).items()},
            }
            (self._work / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
            self.run.tokenizer.enable_truncation(self._recipe.max_tokens)

    @contextmanager
    def _weighing(self, weights: Sequence[Tensor]) -> Iterator[None]:
        """Within, the encoder has these weights; afterwards its own again."""
        own = [weight.detach().clone() for weight in self.run.encoder.parameters()]
        self.run.encoder.load(weights)
        try:
            yield
        finally:
            self.run.encoder.load(own)

    def export(self, folder: Path) -> None:
        """Write the running mean of the weights as a sentence-transformers folder."""
        with self._weighing(self.run.mean):
            save_folder(self.run.encoder.master, self._material.vocabulary, folder)

    def probe(self) -> dict[str, Figures]:
        """Figures of the questions held out over a small corpus, with the running mean of the weights."""
        rows = self._material.probe(self._recipe.seed)
        with self._weighing(self.run.mean):
            return self.figures(self.passages(rows), rows)

    def figures(self, passages: NDArray[np.float32], rows: NDArray[np.int64]) -> dict[str, Figures]:
        """Figures over the articles ``rows``, whose vectors are ``passages``, of those held out, whole and disjoint."""
        place = {int(row): at for at, row in enumerate(rows)}
        found = {}
        for name, held in (("held_out", self._material.split.held_out), ("disjoint", self._material.split.disjoint)):
            relevant = [[place[row] for row in self._material.judgements.relevant[query]] for query in held]
            found[name] = measure(rank(self.queries(held), passages, 100), relevant)
        return found

    def passages(self, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of the articles ``rows``."""
        articles = self._material.judgements.articles
        return self._encode(tuple(articles[row] for row in rows), "document")

    def queries(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Vectors of the questions ``rows``."""
        return self._encode(tuple(self._material.judgements.queries[row] for row in rows), "query")

    def _encode(self, texts: tuple[str, ...], prompt: str) -> NDArray[np.float32]:
        tokens = self.run.tokens(texts, prompt)
        order = sorted(range(len(tokens)), key=lambda at: -len(tokens[at]))
        vectors = np.empty((len(tokens), self.run.encoder.width), np.float32)
        for at in range(0, len(order), _BLOCK):
            rows = order[at : at + _BLOCK]
            vectors[rows] = self.run.encoder.encode([tokens[row] for row in rows]).numpy()
        return vectors

    def _questions(self, stage: Stage, asked: Sequence[int], what: str) -> list[Question]:
        """The questions ``asked`` (rows) with their hard negatives, hardest first, as the stage wants them mined."""
        if not asked:
            return []
        path = self._work / f"negatives-{stage.name}-{what}.json"
        if not path.is_file():
            path.write_text(json.dumps(self._mine(stage, asked)), encoding="utf-8")
        mined = json.loads(path.read_text("utf-8"))
        return [
            Question(
                self._material.judgements.queries[query],
                self._material.judgements.relevant[query],
                tuple(own["negatives"]),
                frozenset(own["neutral"]),
            )
            for query, own in zip(asked, mined, strict=True)
        ]

    def _mine(self, stage: Stage, asked: Sequence[int]) -> list[dict[str, list[int]]]:
        judgements = self._material.judgements
        candidates = [self._material.lexical[query].tolist() for query in asked]
        wrong: list[set[int]] = [set() for _ in asked]
        if stage.mined != "lexical":
            rows = self._pool() if stage.mined == "model" else np.arange(len(judgements.articles))
            self._say(f"{stage.name}: 用当前模型在 {len(rows)} 条条文中找难负例")
            vectors = self._pool_vectors(stage, rows)
            place = {int(row): at for at, row in enumerate(rows)}
            queries = self.queries(asked)
            for at, (near, scores) in enumerate(dense_candidates(queries, rows, vectors, _MINED_DEPTH)):
                best = max(float(vectors[place[row]] @ queries[at]) for row in judgements.relevant[asked[at]])
                fit = below_margin(near, scores, best, self._recipe.margin)
                wrong[at] = set(near.tolist()) - set(fit)
                candidates[at] = _alternating(fit, [row for row in candidates[at] if row not in wrong[at]])
        mined = []
        for at, query in enumerate(asked):
            kept = hard_negatives(candidates[at], judgements.relevant[query], judgements.articles)
            neutral = (set(candidates[at]) | wrong[at]) - set(kept) - set(judgements.relevant[query])
            mined.append({"negatives": kept[: stage.depth], "neutral": sorted(neutral)})
        return mined

    def _pool(self) -> NDArray[np.int64]:
        """Rows of the articles that the model's negatives come from."""
        trained = list(self._material.split.trained)
        pool = set(self._material.lexical[trained, : self._recipe.pool_lexical].ravel().tolist())
        for query in (*trained, *self._material.written):
            pool |= set(self._material.judgements.relevant[query])
        return np.array(sorted(pool))

    def _pool_vectors(self, stage: Stage, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Their vectors as the model is when ``stage`` begins, computed once for both kinds of questions."""
        path = self._work / f"pool-{stage.name}.npy"
        if not path.is_file():
            np.save(path, self.passages(rows))
        vectors: NDArray[np.float32] = np.load(path)
        return vectors

    def _note(self, stage: str, figures: dict[str, Figures]) -> None:
        noted = {name: asdict(own) for name, own in figures.items()}
        self._say(f"after {stage}: {json.dumps(noted)}")
        with (self._work / "probes.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"stage": stage, **noted}) + "\n")


def _alternating(first: list[int], second: list[int]) -> list[int]:
    """Two of ``first``, one of ``second``, and so on; each row once."""
    merged: list[int] = []
    for at in range(max(len(first), len(second))):
        merged += first[2 * at : 2 * at + 2] + second[at : at + 1]
    return list(dict.fromkeys(merged))
