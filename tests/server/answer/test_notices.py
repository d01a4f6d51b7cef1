"""What a reader must know before acting, by the document's effect and the day asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import DocType, Document, Found, Span, Status
from server.answer.holdings import Holdings
from server.answer.notices import figures_differ, notices_for

TODAY = date(2025, 5, 20)
DOCUMENT = Document(
    id="d",
    title="某市若干政策",
    doc_type=DocType.POLICY,
    status=Status.IN_FORCE,
    span=Span(0, 1),
    source_file="d.txt",
    source_sha256="0" * 64,
)


def until(day: str) -> Found[str]:
    return Found(day, Span(0, 1))


def codes(document: Document, as_of: date = TODAY) -> list[str]:
    return [notice.code for notice in notices_for([document], as_of)]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.IN_FORCE, []),
        (Status.UNKNOWN, []),
        (Status.DRAFT, ["draft"]),
        (Status.EXPIRED, ["expired"]),
        (Status.REPEALED, ["repealed"]),
        (Status.INFORMATIONAL, ["informational"]),
    ],
)
def test_every_effect_short_of_being_in_force_is_told(status: Status, expected: list[str]) -> None:
    assert codes(replace(DOCUMENT, status=status)) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(date(2024, 12, 30), []), (date(2024, 12, 31), []), (date(2025, 1, 1), ["expired"])],
    ids=["before", "last day", "day after"],
)
def test_a_document_is_valid_through_its_last_day(as_of: date, expected: list[str]) -> None:
    assert codes(replace(DOCUMENT, effective_until=until("2024-12-31")), as_of) == expected


def test_a_draft_is_named_as_such_with_the_last_day_for_comments() -> None:
    draft = replace(DOCUMENT, status=Status.DRAFT, comment_until=until("2025-06-09"))
    [notice] = notices_for([draft], TODAY)
    for words in ("某市若干政策", "征求意见稿", "2025年6月9日"):
        assert words in notice.message


def test_an_expired_document_is_named_with_its_last_day() -> None:
    [notice] = notices_for([replace(DOCUMENT, effective_until=until("2024-12-31"))], TODAY)
    assert "某市若干政策" in notice.message
    assert "2024年12月31日" in notice.message


def test_a_document_cited_twice_is_told_of_once_and_two_documents_twice() -> None:
    draft = replace(DOCUMENT, status=Status.DRAFT)
    other = replace(draft, id="e", title="某市若干措施")
    assert len(notices_for([draft, draft], TODAY)) == 1
    assert len(notices_for([draft, other, draft], TODAY)) == 2


def test_the_interpretation_of_the_rizhao_draft_counts_otherwise_than_the_draft(holdings: Holdings) -> None:
    # The draft numbers its tasks 1 to 19, its 草案解读 speaks of 21项重点任务.
    draft = holdings.documents["rizhao-2025-innovation-ecosystem-draft.2"]
    [notice] = figures_differ(draft, 19, holdings.library.documents, holdings)
    assert notice.code == "figures_differ"
    assert "21项" in notice.message
    assert "19条" in notice.message
    assert figures_differ(draft, 21, holdings.library.documents, holdings) == ()
