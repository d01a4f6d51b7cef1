"""Why this answer: how the question was read, and what each clause was found by, as HTML folded away."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import AskResponse, Citation

FACETS = {
    "numbering": "条目编号",
    "doc_number": "文号",
    "basis": "制定依据",
    "issue_date": "印发日期",
    "where": "申报渠道",
    "effective": "施行日期",
    "expiry": "有效期",
    "comments": "意见征集",
    "issuer": "发文机关",
    "status": "是否有效",
    "contact": "联系方式",
    "deadline": "截止时间",
    "when": "时间",
    "department": "责任单位",
    "rate": "比例",
    "amount": "金额",
    "duration": "期限",
    "year": "年份",
    "count": "数量",
    "definition": "定义",
    "list": "列举",
    "condition": "条件",
    "yes_no": "是否",
}
"""What a question asks for, by the names on the wire."""
_SCORES = {"dense": "语义相近", "lexical": "关键词", "fused": "综合得分"}
_MODES = {"extractive": "摘自原文", "generative": "由模型改写并与原文核对"}


def why_this_answer(response: AskResponse) -> str:
    """How ``response`` came about: region, facet, terms, the score parts of each clause, and the time it took."""
    read = response.understood
    facts = [
        ("问到的地区", "、".join(read.regions) or "没有限定"),
        ("问的是", "、".join(FACETS.get(facet, facet) for facet in read.facets) or "没有特定的一面"),
        ("检索用语", "、".join(read.terms) or "问题原文"),
        ("补全后的问题", read.rewritten_question),
        ("作答方式", _MODES.get(response.mode, response.mode)),
        ("用时", _time(response.timings_ms.get("total"))),
        ("知识库快照", response.snapshot),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    return (
        '<details class="pq-why"><summary>为什么这样回答</summary>'
        f'<dl class="pq-facts">{rows}</dl>{_score_table(response.citations)}</details>'
    )


def _score_table(citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    heads = ["依据", *_SCORES.values(), "命中的词"]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    rows = "".join(
        f'<tr><th scope="row">[{citation.marker}]</th>'
        + "".join(f"<td>{_number(citation.scores.get(name))}</td>" for name in _SCORES)
        + f"<td>{escape(_terms(citation))}</td></tr>"
        for citation in citations
    )
    return f'<table class="pq-scores"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _time(total: float | None) -> str:
    if total is None:
        return ""
    # Less than that is an answer that was given before and is remembered.
    return f"{total:.0f} 毫秒" if total >= 1 else "不到 1 毫秒（同样的问题刚答过）"


def _number(value: float | list[str] | None) -> str:
    return f"{value:.3g}" if isinstance(value, float) else "–"


def _terms(citation: Citation) -> str:
    terms = citation.scores.get("matched_terms")
    return "、".join(terms) if isinstance(terms, list) and terms else "–"
