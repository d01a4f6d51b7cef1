"""Our own questions on the shipped documents: the figures must keep the thresholds that stand beside the questions.

What `policyqa eval run` and `policyqa eval gate` do, in this process and over the session's index.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.case_files import load_cases
from eval.commands.gate import bounds
from eval.gates import judge, load_thresholds
from eval.metrics.verbatim import load_sources
from eval.results import recorded_summary
from eval.runner import run
from eval.summary import summarise
from eval.target import Target
from server.service import PolicyService
from tests.library import CORPUS

pytestmark = pytest.mark.slow

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions"
GATES = sorted(QUESTIONS.glob("*.gate.toml"))


def test_every_set_on_the_shipped_documents_has_thresholds() -> None:
    assert [gate.name.removesuffix(".gate.toml") for gate in GATES] == [
        "policies5_heldback",
        "policies_heldback",
        "policies_tuning",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_the_figures_keep_their_thresholds(gate: Path, policies: PolicyService) -> None:
    questions = gate.with_name(gate.name.replace(".gate.toml", ".jsonl"))
    results = run(load_cases(questions), Target("本机", policies), load_sources(CORPUS))
    summary = recorded_summary(summarise(results), target="本机", questions=questions, questions_sha256="")
    below = [
        f"{verdict.threshold.label}: {verdict.measured} ({bounds(verdict.threshold)}) {verdict.threshold.why}"
        for verdict in judge(load_thresholds(gate), summary)
        if not verdict.passed
    ]
    assert below == []
