"""What single measures say of one case."""

from __future__ import annotations

from eval.cases import Case
from eval.measures import measure_cases
from eval.runner import run
from server.contract import AskResponse
from tests.eval.builders import answered, case, citation, refused, target


def forbidden(wants: Case, response: AskResponse) -> float | None:
    (measured,) = measure_cases(run([wants], target(lambda _: response)))
    return measured.get("forbidden_values")


def test_an_answer_with_a_forbidden_value_counts_and_what_forbids_none_does_not() -> None:
    wants = case(must_contain=[["10万元"]], must_not_contain=["20万元", "5万元"])
    assert forbidden(wants, answered("给予10万元，另给5万元", citation())) == 1
    # 15万元 holds no 5万元.
    assert forbidden(wants, answered("给予10万元至15万元", citation())) == 0
    assert forbidden(wants, refused("topic_not_found")) is None
    assert forbidden(case(must_contain=[["10万元"]]), answered("5万元", citation())) is None
