"""A response as Markdown for a chat window: the answer, what to mind, and the clauses it stands on."""

from __future__ import annotations

import re

from server.contract import AskResponse, Citation, DocStatus

STATUS_NAMES: dict[DocStatus, str] = {
    "draft": "征求意见稿",
    "in_force": "现行有效",
    "expired": "已过有效期",
    "repealed": "已废止",
    "informational": "供参考的总结或解读",
    "unknown": "效力未载明",
}

_MARKUP = re.compile(r"[\\`*_\[\]<|~]")
_ACTIVE = re.compile(r"[`<]|(?<=\])\(|!(?=\[)")
_LINE = re.compile(r"\s*\n\s*")


def answer_markdown(response: AskResponse) -> str:
    """The answer with its markers. Nothing of a document's text becomes HTML, a link or an image."""
    return _ACTIVE.sub(lambda found: f"\\{found.group()}", response.answer)


def notes_markdown(response: AskResponse) -> str:
    """What follows the answer, "" for nothing: notices, what can be asked instead, and the list of references."""
    blocks = []
    if response.notices:
        blocks.append("\n".join(f"> 注意：{_plain(notice.message)}" for notice in response.notices))
    if response.refusal:
        if response.refusal.covered_regions:
            blocks.append(f"已收录地区：{'、'.join(response.refusal.covered_regions)}")
        if response.refusal.suggestions:
            blocks.append("可以问：\n\n" + "\n".join(f"- {_plain(s)}" for s in response.refusal.suggestions))
    if response.citations:
        blocks.append("**依据**\n\n" + "\n".join(_reference(citation) for citation in response.citations))
    return "".join(f"\n\n{block}" for block in blocks)


def _reference(citation: Citation) -> str:
    """A list item: marker, title, 文号, region, status, clause and its place; below it the quote."""
    number = f"（{_plain(citation.doc_number)}）" if citation.doc_number else ""
    facts = [f"《{_plain(citation.document_title.strip('《》'))}》{number}"]
    if citation.region:
        facts.append(_plain(citation.region))
    facts.append(STATUS_NAMES[citation.doc_status])
    facts.append(f"条款：{_plain(citation.clause_label)}")
    above = citation.clause_path[:-1]
    if above:
        facts.append(f"位置：{_plain(' › '.join(above))}")
    return f"- [{citation.marker}] {' · '.join(facts)}\n  > {_plain(citation.quote)}"


def _plain(text: str) -> str:
    """``text`` on one line, shown by a Markdown renderer as it stands."""
    return _MARKUP.sub(lambda found: f"\\{found.group()}", _LINE.sub(" ", text.strip()))
