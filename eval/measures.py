"""The measures of a run: their names, and what each says of one case.

Every share and mean of a run is the plain mean of one of these over the cases it applies to (macro average: each case
counts once, as each topic does in trec_eval). A measure that does not apply to a case has no value there, not 0.
The formulas stand in `eval.metrics`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eval.metrics.refusals import is_wrong_region, regions_of_files
from eval.runner import CaseResult


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. A ``share`` is right or wrong in a case (1 or 0), a ``mean`` any number from 0 to 1."""

    name: str
    label: str
    kind: Literal["share", "mean"]
    better: Literal["higher", "lower"] = "higher"


MEASURES = (
    Measure("strict", "严格正确", "share"),
    Measure("values", "取值正确", "share"),
    Measure("forbidden_values", "出现不得有的值", "share", "lower"),
    Measure("citations", "引用到位", "share"),
    Measure("citation_precision", "引用精度", "mean"),
    Measure("citation_recall", "引用召回", "mean"),
    Measure("list_completeness", "列举完整", "mean"),
    Measure("refusals", "拒答正确", "share"),
    Measure("false_refusals", "误拒", "share", "lower"),
    Measure("wrong_region", "错地区", "share", "lower"),
    Measure("clause_at_1", "条款居首", "share"),
    Measure("clause_at_5", "条款在前 5", "share"),
    Measure("clause_at_10", "条款在前 10", "share"),
    Measure("mrr", "检索 MRR", "mean"),
    Measure("ndcg", "检索 nDCG", "mean"),
)
MEASURE = {measure.name: measure for measure in MEASURES}


def measure_cases(results: Sequence[CaseResult]) -> tuple[dict[str, float], ...]:
    """What every measure that applies says of each result, by name, in the order of ``results``.

    A failed request counts as not right and has no other value.
    """
    regions = regions_of_files(result.response for result in results if result.response)
    return tuple(_measured(result, regions) for result in results)


def _measured(result: CaseResult, regions: dict[str, frozenset[str]]) -> dict[str, float]:
    found: dict[str, float | None] = {"strict": result.right}
    if (score := result.score) and result.response:
        behaviour = score.behaviour
        answerable = behaviour.expected == "answer"
        found |= {
            "values": score.values.passed if score.values else None,
            "forbidden_values": _forbidden(result),
            "citations": score.citations.satisfied if score.citations else None,
            "citation_precision": score.citations.precision if score.citations else None,
            "citation_recall": score.citations.recall if score.citations else None,
            "list_completeness": score.listing.completeness if score.listing else None,
            "refusals": None if answerable else behaviour.right,
            "false_refusals": not behaviour.right if answerable else None,
            "wrong_region": is_wrong_region(result.case, result.response, regions),
        }
    if found_clause := result.retrieval:
        found |= {
            "clause_at_1": found_clause.at_1,
            "clause_at_5": found_clause.at_5,
            "clause_at_10": found_clause.at_10,
            "mrr": found_clause.mrr,
            "ndcg": found_clause.ndcg,
        }
    return {name: float(value) for name, value in found.items() if value is not None}


def _forbidden(result: CaseResult) -> bool | None:
    """Whether an answer holds a value it must not; ``None`` where no answer came or nothing is forbidden."""
    values = result.score.values if result.score else None
    answered = result.response is not None and result.response.status == "answered"
    if values is None or not answered or not result.case.expect.must_not_contain:
        return None
    return bool(values.forbidden)
