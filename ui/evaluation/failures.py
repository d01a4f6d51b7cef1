"""Cases with what was expected and what came side by side, and what changed between two runs; as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ui.evaluation.recorded import Expected, Given, Run, RunCase

_REFUSALS = {
    "region_not_covered": "地区未收录",
    "topic_not_found": "未找到该事项",
    "value_not_stated": "原文未写明",
    "off_topic": "与政策无关",
}


@dataclass(frozen=True, slots=True)
class Changes:
    """A run against an earlier one, over the cases both have with the same question and expectation."""

    broken: tuple[tuple[RunCase, RunCase], ...]
    """Right before and not now, as (before, now)."""
    fixed: tuple[tuple[RunCase, RunCase], ...]
    compared: int
    left_out: tuple[str, ...]
    """Ids only one of them has, or that were asked or judged otherwise."""


def changes_between(before: Run, run: Run) -> Changes:
    """Pair the runs by the ids of their cases."""
    earlier = {case.id: case for case in before.cases}
    now = {case.id: case for case in run.cases}
    pairs = [(earlier[name], case) for name, case in now.items() if name in earlier and _same(earlier[name], case)]
    paired = {case.id for _, case in pairs}
    return Changes(
        broken=tuple(pair for pair in pairs if pair[0].right and not pair[1].right),
        fixed=tuple(pair for pair in pairs if pair[1].right and not pair[0].right),
        compared=len(pairs),
        left_out=tuple(name for name in dict.fromkeys((*earlier, *now)) if name not in paired),
    )


def changes(before: Run, run: Run) -> str:
    """What is newly wrong and newly right."""
    found = changes_between(before, run)
    left = f"<p class='pq-quiet'>未比较（只有一次有，或题目、预期不同）：{escape('、'.join(found.left_out))}</p>"
    return (
        '<section class="pq-run-changes" aria-label="两次之间的变化"><h2>两次之间的变化</h2>'
        f"<p>比较了 {found.compared} 题："
        f"新答错 {len(found.broken)} 题，新答对 {len(found.fixed)} 题。</p>{left if found.left_out else ''}"
        f"{_list('新答错', [_case(now, was) for was, now in found.broken])}"
        f"{_list('新答对', [_case(now, was) for was, now in found.fixed])}</section>"
    )


def failures(run: Run) -> str:
    """Every case that is not right."""
    wrong = [case for case in run.cases if not case.right]
    if not wrong:
        return '<section aria-label="不符要求的题目"><h2>不符要求的题目</h2><p>没有，全部正确。</p></section>'
    items = "".join(_case(case) for case in wrong)
    return (
        f'<section class="pq-failures" aria-label="不符要求的题目"><h2>不符要求的题目'
        f'<span class="pq-count">{len(wrong)} 题</span></h2>{items}</section>'
    )


def _list(name: str, items: Sequence[str]) -> str:
    return f"<h3>{name}<span class='pq-count'>{len(items)} 题</span></h3>{''.join(items)}" if items else ""


def _case(case: RunCase, before: RunCase | None = None) -> str:
    why = "".join(f"<li>{escape(reason)}</li>" for reason in case.reasons)
    earlier = f'<div class="pq-given"><h4>对照</h4>{_given(before)}</div>' if before else ""
    return (
        f'<details class="pq-case"><summary><span class="pq-quiet">{escape(case.id)} · {escape(case.category)}</span>'
        f"<b>{escape(case.question)}</b></summary>{f'<ul>{why}</ul>' if why else ''}"
        f'<div class="pq-expected-given"><div class="pq-given"><h4>预期</h4>{_expected(case.expect)}</div>'
        f'<div class="pq-given"><h4>实际</h4>{_given(case)}</div>{earlier}</div></details>'
    )


def _expected(expect: Expected) -> str:
    lines = ["作答" if expect.behaviour == "answer" else f"拒答：{_refusal(expect.refusal_code or '')}"]
    if expect.must_contain:
        lines.append("答案须有：" + "；".join(" 或 ".join(group) for group in expect.must_contain))
    if expect.must_not_contain:
        lines.append("答案不得有：" + "；".join(expect.must_not_contain))
    lines += [f"引用 {place.file} {place.clause}：“{place.quote}”" for place in expect.citations]
    return _lines(lines)


def _given(case: RunCase) -> str:
    if case.response is None:
        return _lines([f"请求失败：{case.error or '原因不详'}"])
    response: Given = case.response
    lines = [response.answer] if response.answer else []
    if response.refusal:
        lines += [f"拒答：{_refusal(response.refusal.code)}", response.refusal.message]
    lines += [
        f"引用 {place.source_file} {' › '.join(place.clause_path[-2:])}：“{place.quote}”"
        for place in response.citations
    ]
    return _lines([*lines, f"用时 {case.seconds:.2f} 秒"])


def _refusal(code: str) -> str:
    return _REFUSALS.get(code, code)


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _same(one: RunCase, other: RunCase) -> bool:
    return (one.question, one.expect) == (other.question, other.expect)
