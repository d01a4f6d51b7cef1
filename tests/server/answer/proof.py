"""Asking, and what every response has to prove whatever it says."""

from __future__ import annotations

import re

from ingest.normalize import fold
from server.contract import AskRequest, AskResponse, Turn
from server.service import PolicyService
from tests.library import source_text

MONEY = re.compile(r"[0-9]\s*[十百千]?[万亿]?元")
_NUMBER = re.compile(r"[0-9]+(?:[.,:-][0-9]+)*")
_MARKER = re.compile(r"\[\d+\]")


def ask(policies: PolicyService, question: str, *earlier: str) -> AskResponse:
    history = [
        turn
        for asked in earlier
        for turn in (Turn(role="user", content=asked), Turn(role="assistant", content="见条款。"))
    ]
    return policies.ask(AskRequest(question=question, history=history))


def is_quoted(response: AskResponse) -> None:
    """Every quotation stands in the source's bytes where the citation says."""
    for citation in response.citations:
        source = source_text(citation.source_file)
        assert citation.quote.strip()
        assert source[citation.start : citation.end] == citation.quote
        assert citation.quote in citation.text
        assert citation.text in source


def is_proved(response: AskResponse) -> None:
    """Every marker has its citation and the other way round, and every citation is verbatim."""
    assert {int(m[1:-1]) for m in _MARKER.findall(response.answer)} == {c.marker for c in response.citations}
    is_quoted(response)


def no_number_stands_on_air(response: AskResponse) -> None:
    """Every number of the answer is printed in a cited clause or in the title, 文号 or path it is cited by."""
    cited = fold("\n".join(f"{c.text}{c.document_title}{c.doc_number}{c.clause_path}" for c in response.citations))
    for number in _NUMBER.findall(fold(_MARKER.sub("", response.answer))):
        assert re.search(rf"(?<![0-9.]){re.escape(number)}(?![0-9])", cited), number
