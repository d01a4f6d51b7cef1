"""One turn of the conversation, as values and HTML: no framework, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from server.contract import AskResponse, Notice, Refusal, Turn
from ui.citations import citation_list, with_marker_links

HISTORY_TURNS = 10
"""How many finished turns are sent along as context."""
LEAD_CHARS = 80
"""An answer of one paragraph up to this length is set as a headline, a longer one as text."""

_REFUSAL_TITLES = {
    "region_not_covered": "未收录该地区",
    "topic_not_found": "收录的文件中没有找到",
    "value_not_stated": "原文没有写明",
    "off_topic": "不在政策问答范围内",
}


@dataclass(frozen=True, slots=True)
class FinishedTurn:
    """A question with what came of it: ``reply`` as plain text for the context, ``html`` as shown."""

    question: str
    reply: str
    html: str


def history_of(turns: Sequence[FinishedTurn]) -> list[Turn]:
    """The last turns as the wire's conversation history; turns without a reply are left out."""
    return [
        message
        for turn in turns[-HISTORY_TURNS:]
        if turn.reply
        for message in (
            Turn(role="user", content=turn.question),
            Turn(role="assistant", content=turn.reply),
        )
    ]


def pending_turn(question: str) -> str:
    """The turn while its answer is on the way."""
    body = '<p class="pq-pending" role="status">正在查找原文<i></i><i></i><i></i></p>'
    return _turn(question, body)


def answered_turn(question: str, response: AskResponse, number: int) -> FinishedTurn:
    """The turn with its answer or refusal; ``number`` keeps the anchors of a page's turns apart."""
    anchor = f"t{number}"
    if response.refusal is not None:
        reply, lead = response.refusal.message, _refusal(response.refusal)
    else:
        reply, lead = response.answer, _answer(response, anchor)
    body = (
        lead
        + "".join(_notice(notice) for notice in response.notices)
        + citation_list(response.citations, anchor)
        + _chips("接着问", response.follow_ups, "pq-follow")
    )
    return FinishedTurn(question, reply, _turn(question, body))


def failed_turn(question: str, message: str) -> FinishedTurn:
    """The turn when there was neither answer nor refusal; it can be asked again."""
    body = (
        '<div class="pq-box pq-box-failure" role="alert"><strong>这次没有得到回答</strong>'
        f"<p>{escape(message)}</p></div>" + _chips("", [question], "pq-retry")
    )
    return FinishedTurn(question, "", _turn(question, body))


def transcript(turns: Sequence[FinishedTurn]) -> str:
    """Earlier turns, oldest first."""
    return "".join(turn.html for turn in turns)


def _turn(question: str, body: str) -> str:
    return f'<article class="pq-turn"><h2 class="pq-question">{escape(question)}</h2>{body}</article>'


def _answer(response: AskResponse, anchor: str) -> str:
    lines = [line for line in response.answer.split("\n") if line.strip()]
    size = " pq-answer-long" if len(lines) > 1 or len(response.answer) > LEAD_CHARS else ""
    paragraphs = "".join(
        _table(list(group), anchor, response)
        if tabular
        else "".join(_paragraph(line, anchor, response) for line in group)
        for tabular, group in groupby(lines, key=lambda line: line.startswith("|"))
    )
    copied = escape(_to_copy(response))
    return (
        f'<div class="pq-answer{size}">{paragraphs}</div>'
        f'<button type="button" class="pq-copy" data-copy="{copied}" title="复制答案与出处"></button>'
    )


def _paragraph(line: str, anchor: str, response: AskResponse) -> str:
    return f"<p>{with_marker_links(line, anchor, response.citations)}</p>"


def _table(lines: Sequence[str], anchor: str, response: AskResponse) -> str:
    """A Markdown table (header, rule, rows) as HTML; the first cell of a row names it."""
    header, _, *body = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{with_marker_links(cell, anchor, response.citations)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in body
    )
    return f'<table class="pq-compare"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _to_copy(response: AskResponse) -> str:
    """The answer with a line for each source, as plain text for a message or a form."""
    sources = [
        f"[{citation.marker}] {citation.document_title}"
        + (f"（{citation.doc_number}）" if citation.doc_number else "")
        + "".join(f" › {step}" for step in citation.clause_path[-1:])
        for citation in response.citations
    ]
    return "\n".join([response.answer, *sources])


def _notice(notice: Notice) -> str:
    return f'<p class="pq-notice pq-notice-{escape(notice.code)}" role="note">{escape(notice.message)}</p>'


def _refusal(refusal: Refusal) -> str:
    regions = "".join(f"<li>{escape(region)}</li>" for region in refusal.covered_regions)
    covered = f'<div class="pq-regions"><span>已收录地区</span><ul>{regions}</ul></div>' if regions else ""
    return (
        f'<div class="pq-box pq-box-refusal" data-code="{escape(refusal.code)}">'
        f"<strong>{_REFUSAL_TITLES[refusal.code]}</strong><p>{escape(refusal.message)}</p>{covered}</div>"
        + _chips("可以这样问", refusal.suggestions, "pq-suggest")
    )


def _chips(label: str, questions: Sequence[str], name: str) -> str:
    return f'<div class="pq-chips {name}">{_label(label)}{question_chips(questions)}</div>' if questions else ""


def _label(label: str) -> str:
    return f'<span class="pq-chips-label">{label}</span>' if label else ""


def question_chips(questions: Sequence[str]) -> str:
    """Buttons that ask the given questions when pressed."""
    return "".join(
        f'<button type="button" class="pq-chip" data-ask="{escape(question)}">{escape(question)}</button>'
        for question in questions
    )
