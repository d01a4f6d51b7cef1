"""What a reader must know before acting, by the document's effect and the day asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import DocType, Document, Found, Link, Span, Status
from server.answer.holdings import Holdings
from server.answer.notices import figures_differ, notices_for, titled

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


def test_a_call_for_comments_is_no_draft_itself() -> None:
    call = replace(DOCUMENT, title="公开征求意见的公告", doc_type=DocType.ANNOUNCEMENT, status=Status.DRAFT)
    [notice] = notices_for([call], TODAY)
    assert notice.message == "《公开征求意见的公告》所附的是征求意见稿（草案），尚未生效，不能作为申报依据。"


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


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2025, 6, 8), "，意见反馈截止2025年6月9日。"),
        (date(2025, 6, 9), "，意见反馈截止2025年6月9日。"),
        (date(2025, 6, 10), "；意见征集已于2025年6月9日截止，请核实是否已正式印发。"),
    ],
    ids=["before", "last day", "day after"],
)
def test_a_draft_whose_call_for_comments_is_over_says_so(as_of: date, expected: str) -> None:
    draft = replace(DOCUMENT, status=Status.DRAFT, comment_until=until("2025-06-09"))
    [notice] = notices_for([draft], as_of)
    assert notice.message == f"《某市若干政策》是征求意见稿（草案），尚未生效，不能作为申报依据{expected}"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2025, 12, 31), ["《某市若干政策》自2026年1月1日起施行，截至2025年12月31日尚未生效。"]),
        (date(2026, 1, 1), []),
    ],
    ids=["day before", "first day"],
)
def test_a_document_of_the_future_is_not_in_force_yet(as_of: date, expected: list[str]) -> None:
    document = replace(DOCUMENT, effective_from=until("2026-01-01"))
    assert [n.message for n in notices_for([document], as_of)] == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2022, 7, 16), ["《某市若干政策》印发于2022年7月17日，截至2022年7月16日尚未出台。"]),
        (date(2022, 7, 17), []),
    ],
    ids=["day before", "that day"],
)
def test_a_document_without_a_first_day_exists_from_its_date(as_of: date, expected: list[str]) -> None:
    document = replace(DOCUMENT, issued_on=until("2022-07-17"))
    assert [n.message for n in notices_for([document], as_of)] == expected


def test_a_document_that_has_expired_since_was_in_force_before() -> None:
    document = replace(DOCUMENT, status=Status.EXPIRED, effective_until=until("2024-12-31"))
    assert codes(document, date(2024, 6, 1)) == []
    assert codes(document) == ["expired"]


def repealing(**changes: object) -> Document:
    link = Link("repeals", "某市若干政策", None, Span(0, 1))
    return replace(DOCUMENT, id="e", title="某市若干措施", links=(link,), effective_from=until("2025-01-01"), **changes)


@pytest.mark.parametrize(
    ("other", "as_of", "expected"),
    [
        (repealing(), date(2025, 1, 1), ["《某市若干政策》已被《某市若干措施》（自2025年1月1日起施行）废止。"]),
        (repealing(), date(2024, 12, 31), []),
        (repealing(status=Status.DRAFT), date(2025, 1, 1), []),
        (replace(DOCUMENT, id="e", title="某市若干措施", effective_from=until("2025-01-01")), date(2025, 1, 1), []),
    ],
    ids=["in force", "not yet", "only a draft", "repeals nothing"],
)
def test_a_document_another_one_held_repeals_is_told_from_that_day(
    other: Document, as_of: date, expected: list[str]
) -> None:
    old = replace(DOCUMENT, issued_on=until("2020-05-01"))
    assert [n.message for n in notices_for([old], as_of, [old, other])] == expected


def test_a_law_does_not_repeal_its_own_newer_version() -> None:
    newer = replace(DOCUMENT, effective_from=until("2026-01-01"))
    assert notices_for([newer], date(2026, 6, 1), [newer, repealing()]) == ()


def test_marks_inside_a_title_become_single_ones() -> None:
    assert titled(replace(DOCUMENT, title="《若干政策》草案解读")) == "《〈若干政策〉草案解读》"
    assert titled(replace(DOCUMENT, title="《若干政策》")) == "《若干政策》"
    assert titled(DOCUMENT) == "《某市若干政策》"
