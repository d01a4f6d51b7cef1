"""Why a case is not right, in words: what was expected, what came."""

from __future__ import annotations

from eval.cases import ExpectedCitation
from eval.metrics.refusals import Outcome
from eval.metrics.values import MAX_BRIEF_CHARS
from eval.runner import CaseResult
from server.contract import AskResponse

_OUTCOME = {
    "answer": "作答",
    "no_code": "拒答（未给原因）",
    "region_not_covered": "拒答：地区未收录",
    "topic_not_found": "拒答：未找到该事项",
    "value_not_stated": "拒答：原文未写明",
    "off_topic": "拒答：与政策无关",
}


def outcome_label(outcome: Outcome) -> str:
    """The behaviour in Chinese."""
    return _OUTCOME[outcome]


def reasons(result: CaseResult) -> list[str]:
    """Every reason why the case is not right, its citations not verbatim, or its search failed; empty where all is
    well.
    """
    found = [f"检索请求失败：{result.search_error}"] if result.search_error else []
    if result.score is None:
        return [f"请求失败：{result.error}", *found]
    score = result.score
    if not score.behaviour.right:
        found.append(f"应为“{outcome_label(score.behaviour.expected)}”，实为“{outcome_label(score.behaviour.given)}”")
    if values := score.values:
        found += [f"答案缺少：{' 或 '.join(group)}" for group in values.missing]
        found += [f"答案不应出现：{value}" for value in values.forbidden]
        if values.led_by is not None:
            found.append(f"干扰值在前：{values.led_by}")
        if values.excess_chars:
            found.append(f"答案过长：超出 {MAX_BRIEF_CHARS} 字上限 {values.excess_chars} 字")
    if citations := score.citations:
        found += [f"未引用：{' 或 '.join(map(place, alternatives))}" for alternatives in citations.unmet]
    if verbatim := score.verbatim:
        found += [f"引文[{fault.marker}]与原文不一致（{fault.fault}）" for fault in verbatim.faults]
    return found


def given(response: AskResponse | None) -> str:
    """What came back, in a few lines: behaviour and answer, then one line for each citation."""
    if response is None:
        return ""
    said = response.answer or (response.refusal.message if response.refusal else "")
    cited = [f"[{c.marker}] {c.source_file} · {' › '.join(c.clause_path[-2:])}" for c in response.citations]
    return "\n".join([said, *cited])


def place(citation: ExpectedCitation) -> str:
    """An expected place: file and clause, or the quote where the clause has no name."""
    return f"{citation.file}“{citation.clause or citation.quote}”"
