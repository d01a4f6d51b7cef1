"""The words of an answer: as HTML with its markers as links, and as plain text with its sources."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from server.contract import AskResponse, Citation
from ui.citations import with_marker_links

LEAD_CHARS = 80
"""An answer of one paragraph up to this length is set as a headline, a longer one as text."""


def answer_text(answer: str, anchor: str, citations: Sequence[Citation]) -> str:
    """``answer`` as paragraphs and tables; its markers lead to the cards of ``anchor``."""
    lines = [line for line in answer.split("\n") if line.strip()]
    size = " pq-answer-long" if len(lines) > 1 or len(answer) > LEAD_CHARS else ""
    parts = "".join(
        _table(list(group), anchor, citations)
        if tabular
        else "".join(f"<p>{with_marker_links(line, anchor, citations)}</p>" for line in group)
        for tabular, group in groupby(lines, key=lambda line: line.startswith("|"))
    )
    return f'<div class="pq-answer{size}">{parts}</div>'


def words_of(response: AskResponse) -> str:
    """What was said: the answer, or why there is none."""
    return response.answer if response.refusal is None else response.refusal.message


def sources_as_text(response: AskResponse) -> str:
    """The answer with a line for each source, for a message or a form."""
    sources = [
        f"[{citation.marker}] {citation.document_title}"
        + (f"（{citation.doc_number}）" if citation.doc_number else "")
        + "".join(f" › {step}" for step in citation.clause_path[-1:])
        for citation in response.citations
    ]
    return "\n".join([words_of(response), *sources])


def _table(lines: Sequence[str], anchor: str, citations: Sequence[Citation]) -> str:
    """A Markdown table (header, rule, rows) as HTML, also while its rows still arrive; a row's first cell names it."""
    header, *body = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{with_marker_links(cell, anchor, citations)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in body[1:]
    )
    return f'<table class="pq-compare"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
