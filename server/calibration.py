"""Fits the confidence of answers and shows what a threshold costs: ``python -m server.calibration``.

``--fit FILE=HOME`` (repeatable) names question files with the library each is asked of; the coefficients are fitted on
them. ``--check FILE=HOME`` are held back: the curve is counted on them. ``--write`` stores the coefficients.

Curve: for each threshold, *wrong refusals* are answerable questions whose right clause came first and is refused;
*wrong answers* are questions that are answered from another clause than an expected one, or should be refused as
off_topic or topic_not_found and are not.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.embedding.encoder import Encoder
from index.retriever import Retriever
from server.answer.confidence import FEATURES, Coefficients, Features
from server.answer.evidence import Evidence
from server.bootstrap import Settings, open_encoder
from server.contract import AskRequest, Turn
from server.service import PolicyService

THRESHOLDS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Example:
    """The best sentence for one question, and whether it is of a clause expected for it."""

    features: Features
    right: bool


class _Seen:
    """Keeps the last sentence the service weighed best: an earlier one is that of the turn before."""

    def __init__(self) -> None:
        self.last: tuple[Features, Evidence] | None = None

    def __call__(self, features: Features, evidence: Evidence) -> None:
        self.last = (features, evidence)


def examples(questions: Path, service: PolicyService) -> list[Example]:
    """One example a question that reaches the weighing of sentences (not refused before, not about a document)."""
    found: list[Example] = []
    for line in questions.read_text("utf-8").splitlines():
        case = json.loads(line)
        seen = _Seen()
        history = [Turn(**turn) for turn in case.get("history", [])]
        request = AskRequest(question=case["question"], history=history)
        service.ask(request, observe=seen)
        if seen.last:
            features, evidence = seen.last
            found.append(Example(features, _is_expected(evidence, case["expect"])))
    return found


def _is_expected(evidence: Evidence, expect: dict[str, Any]) -> bool:
    text = _plain(evidence.clause.text)
    return any(
        citation["file"] == evidence.document.source_file and _plain(citation.get("quote") or "") in text
        for citation in expect.get("citations", [])
    )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def fit(data: Sequence[Example], encoder: str) -> Coefficients:
    """Logistic regression with the L2 penalty 1 on standardised features; the coefficients are those of raw ones."""
    matrix = np.array([astuple(e.features) for e in data])
    labels = np.array([e.right for e in data])
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=1.0, max_iter=1000).fit((matrix - mean) / scale, labels)
    weights = model.coef_[0] / scale
    on_topic = float(np.percentile([e.features.cosine for e in data if e.right], 2))
    return Coefficients(
        encoder, float(model.intercept_[0] - weights @ mean), tuple(float(w) for w in weights), on_topic
    )


def curve(data: Sequence[Example], model: Coefficients) -> list[tuple[float, int, int]]:
    """(threshold, wrong refusals, wrong answers) a row."""
    scored = [(model.confidence(e.features), e.right) for e in data]
    return [
        (t, sum(right and c < t for c, right in scored), sum(not right and c >= t for c, right in scored))
        for t in THRESHOLDS
    ]


def write(model: Coefficients, to: Path) -> None:
    """Store the coefficients where :func:`server.answer.confidence.load_coefficients` reads them."""
    lines = [
        "# 由 python -m server.calibration 拟合：一句话是不是所问的那一条，各特征的权重。换嵌入模型后要重新拟合。",
        f'encoder = "{model.encoder}"',
        f"intercept = {model.intercept:.4f}",
        f"on_topic = {model.on_topic:.4f}",
        "",
        "[weights]",
        *(f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, model.weights, strict=True)),
    ]
    to.write_text("\n".join(lines) + "\n", "utf-8")


def _gather(pairs: Sequence[str], encoder: Encoder) -> list[Example]:
    found: list[Example] = []
    for pair in pairs:
        questions, _, home = pair.partition("=")
        found += examples(Path(questions), PolicyService(Retriever.open(Path(home), encoder)))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m server.calibration", description=__doc__)
    parser.add_argument("--fit", action="append", required=True, metavar="FILE=HOME")
    parser.add_argument("--check", action="append", default=[], metavar="FILE=HOME")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    encoder = open_encoder(Settings())
    tuning = _gather(options.fit, encoder)
    model = fit(tuning, encoder.name)
    held_back = _gather(options.check, encoder)
    print(dict(zip(FEATURES, (round(w, 3) for w in model.weights), strict=True)), round(model.intercept, 3))
    print(f"fitted on {len(tuning)} ({sum(e.right for e in tuning)} right), checked on {len(held_back)}")
    print("threshold | wrong refusals, wrong answers (fit) | wrong refusals, wrong answers (held back)")
    for (threshold, *fitted), (_, *checked) in zip(curve(tuning, model), curve(held_back, model), strict=True):
        print(f"{threshold:.2f} | {fitted[0]}, {fitted[1]} | {checked[0]}, {checked[1]}")
    if options.write:
        write(model, Path(str(files("server.answer"))) / "confidence.toml")


if __name__ == "__main__":
    main()
