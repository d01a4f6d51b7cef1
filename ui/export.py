"""A conversation as a file to hand on: Markdown, or a Word document."""

from __future__ import annotations

import re
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from server.contract import Citation
from ui.chat import FinishedTurn
from ui.citations import STATUS_LABELS
from ui.conversations import Conversation

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown;charset=utf-8"
TITLE = "条条有据 · 问答记录"

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
_STARTS_A_BLOCK = re.compile(r"^(\s*\d*)([-+=.)])", re.MULTILINE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_markdown(conversation: Conversation) -> str:
    """The questions, answers, notices and clauses; every text stands there as text, whatever signs it has in it."""
    parts = [f"# {TITLE}", f"开始于 {conversation.started:%Y-%m-%d %H:%M}"]
    for turn in conversation.turns:
        parts += [f"## {_plain(' '.join(turn.question.split()))}", _answer_markdown(turn)]
        if turn.response is not None:
            parts += [f"> 注意：{_plain(notice.message)}" for notice in turn.response.notices]
            parts += [_citation_markdown(citation) for citation in turn.response.citations]
    return "\n\n".join(parts) + "\n"


def as_word(conversation: Conversation) -> bytes:
    """The same as a .docx file."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = "宋体"
    normal.font.size = Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.core_properties.title = TITLE
    document.add_heading(TITLE, level=0)
    document.add_paragraph(f"开始于 {conversation.started:%Y-%m-%d %H:%M}")
    for turn in conversation.turns:
        document.add_heading(_for_xml(turn.question), level=1)
        for line in said(turn).split("\n"):
            document.add_paragraph(_for_xml(line))
        if turn.response is None:
            continue
        for notice in turn.response.notices:
            document.add_paragraph().add_run(_for_xml(f"注意：{notice.message}")).bold = True
        for citation in turn.response.citations:
            document.add_paragraph().add_run(_for_xml(_source_line(citation))).bold = True
            quoted = document.add_paragraph(style="Quote")
            before, quote, after = _around_quote(citation)
            quoted.add_run(_for_xml(before))
            quoted.add_run(_for_xml(quote)).underline = True
            quoted.add_run(_for_xml(after))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def said(turn: FinishedTurn) -> str:
    """What came of a question, in words."""
    return turn.reply or f"这次没有得到回答：{turn.failure}"


def _answer_markdown(turn: FinishedTurn) -> str:
    return "\n".join(
        "|".join(_inline(cell) for cell in line.split("|")) if line.startswith("|") else _plain(line) + "  "
        for line in said(turn).split("\n")
    ).rstrip()


def _citation_markdown(citation: Citation) -> str:
    before, quote, after = _around_quote(citation)
    # Not in asterisks: beside Chinese punctuation CommonMark takes those for text.
    text = _plain(before) + (f"<mark>{_inline(quote)}</mark>" if quote else "") + _inline(after)
    lines = [_plain(_source_line(citation)), *text.split("\n")]
    return "\n".join(f"> {line}  " for line in lines)


def _around_quote(citation: Citation) -> tuple[str, str, str]:
    if not citation.quote:
        return citation.text, "", ""
    return citation.text.partition(citation.quote)


def _source_line(citation: Citation) -> str:
    facts = [citation.doc_number, citation.issuer, STATUS_LABELS[citation.doc_status], *citation.clause_path]
    return f"[{citation.marker}] {citation.document_title}｜" + "｜".join(fact for fact in facts if fact)


def _plain(text: str) -> str:
    return _STARTS_A_BLOCK.sub(r"\1\\\2", _inline(text))


def _inline(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _for_xml(text: str) -> str:
    """``text`` without the control characters that no XML document may hold."""
    return _NOT_XML.sub("", text)
