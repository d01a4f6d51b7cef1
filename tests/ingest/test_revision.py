"""A library with a file or document more, less or put right by hand; the rest of it stays the very same values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.changes import Changes, Correction, Exclusion
from ingest.corpus import CorpusFile
from ingest.model import DocType, Found, Library, Region, Span, Status
from ingest.pipeline import ingest_all, ingest_files
from ingest.revision import (
    NOWHERE,
    only_file,
    with_changes,
    with_corrections,
    with_file,
    without_documents,
    without_file,
)

LIAOCHENG = (
    "聊城市人民政府关于支持孵化器的若干措施\n聊政字〔2024〕9号\n"
    "一、支持孵化器。给予80万元补助。\n聊城市人民政府\n2024年12月1日\n"
)
ZIBO = (
    "淄博市人民政府关于支持人才的若干措施\n淄政字〔2023〕4号\n"
    "一、支持人才。给予60万元补助。\n淄博市人民政府\n2023年5月6日\n"
)


def file_of(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return CorpusFile(path, name, path.stem)


@pytest.fixture
def library(tmp_path) -> Library:
    return ingest_all([file_of(tmp_path, "liaocheng.txt", LIAOCHENG), file_of(tmp_path, "zibo.txt", ZIBO)])


def corrected(library, document_id="liaocheng", **values):
    [before] = [d for d in library.documents if d.id == document_id]
    changed = with_corrections(library, [Correction(document_id, before.source_sha256, tuple(values.items()))])
    [after] = [d for d in changed.documents if d.id == document_id]
    return changed, before, after


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before_at_the_end(library, tmp_path):
    [taken] = ingest_files([file_of(tmp_path, "liaocheng.txt", LIAOCHENG.replace("80万元", "90万元"))])
    changed = with_file(library, taken)
    assert [s.name for s in changed.sources] == ["zibo.txt", "liaocheng.txt"]
    assert [d.id for d in changed.documents] == ["zibo", "liaocheng"]
    granting = [c.text for c in changed.clauses if "给予" in c.text]
    assert granting == ["一、支持人才。给予60万元补助。", "一、支持孵化器。给予90万元补助。"]
    assert [c.text for c in changed.chunks if "给予" in c.text] == granting
    assert changed.documents[0] is library.documents[1]


def test_a_file_that_cannot_be_taken_is_listed_once_and_goes_with_its_name(library, tmp_path):
    [empty] = ingest_files([file_of(tmp_path, "zibo.txt", "")])
    twice = with_file(with_file(library, empty), empty)
    assert [d.id for d in twice.documents] == ["liaocheng"]
    [(name, reason)] = twice.failures
    assert name == "zibo.txt"
    assert reason.startswith("zibo.txt：文件是空的")
    gone = without_file(twice, "zibo.txt")
    assert (gone.failures, gone.documents, [s.name for s in gone.sources]) == ((), twice.documents, ["liaocheng.txt"])


def test_documents_taken_out_leave_their_file_as_long_as_it_has_others(library):
    [other] = [d for d in library.documents if d.id == "zibo"]
    beside = replace(other, id="zibo.2")
    both = replace(library, documents=(*library.documents, beside))
    one = without_documents(both, frozenset({"zibo"}))
    assert ([d.id for d in one.documents], [s.name for s in one.sources]) == (
        ["liaocheng", "zibo.2"],
        ["liaocheng.txt", "zibo.txt"],
    )
    assert {c.document_id for c in (*one.clauses, *one.chunks)} == {"liaocheng"}
    none = without_documents(both, frozenset({"zibo", "zibo.2"}))
    assert ([d.id for d in none.documents], [s.name for s in none.sources]) == (["liaocheng"], ["liaocheng.txt"])
    assert without_documents(library, frozenset({"no such"})) == library


def test_of_a_replaced_version_its_text_and_clauses_are_kept(library):
    only = only_file(library, "zibo.txt")
    assert ([s.text for s in only.sources], [d.id for d in only.documents]) == ([ZIBO], ["zibo"])
    assert [c.text for c in only.clauses if "给予" in c.text] == ["一、支持人才。给予60万元补助。"]
    assert (only.chunks, only.failures) == ((), ())


def test_an_exclusion_holds_while_the_document_has_its_title(library):
    title = "淄博市人民政府关于支持人才的若干措施"
    assert with_changes(library, Changes()) is library
    left = with_changes(library, Changes(excluded=(Exclusion("zibo.txt", "zibo", title),)))
    assert [d.id for d in left.documents] == ["liaocheng"]
    for other in (Exclusion("zibo.txt", "zibo", "另一个办法"), Exclusion("b.txt", "zibo", title)):
        assert with_changes(library, Changes(excluded=(other,))) is library


def test_a_document_put_right_and_then_taken_out_is_known_by_its_new_title(library):
    [zibo] = [d for d in library.documents if d.id == "zibo"]
    correction = Correction("zibo", zibo.source_sha256, (("title", "人才措施"),))
    changes = Changes(corrections=(correction,), excluded=(Exclusion("zibo.txt", "zibo", "人才措施"),))
    assert [d.id for d in with_changes(library, changes).documents] == ["liaocheng"]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "孵化器办法", "孵化器办法"),
        ("doc_type", "法规", DocType.REGULATION),
        ("status", "repealed", Status.REPEALED),
        ("region", "371100", Region("371100", "日照市", ("370000",))),
        ("region", None, None),
    ],
)
def test_a_field_is_set_to_what_a_person_says(library, field, value, expected):
    changed, before, after = corrected(library, **{field: value})
    assert after == replace(before, **{field: expected})
    assert changed.documents[1] is library.documents[1]
    assert (changed.sources, changed.clauses) == (library.sources, library.clauses)


@pytest.mark.parametrize("field", ["title", "doc_type", "status"])
def test_what_every_document_has_cannot_be_taken_away(library, field):
    _, before, after = corrected(library, **{field: None})
    assert after == before


def test_an_issuer_is_found_where_the_document_prints_it_or_nowhere(library):
    _, _, printed = corrected(library, issuer="聊城市人民政府")
    assert printed.issuers == (Found("聊城市人民政府", Span(0, 7)),)
    _, _, elsewhere = corrected(library, issuer="聊城市科技局")
    assert elsewhere.issuers == (Found("聊城市科技局", NOWHERE),)
    _, _, none = corrected(library, issuer=None)
    assert none.issuers == ()


def test_a_number_or_date_is_found_in_whatever_form_the_document_prints_it(library):
    _, _, after = corrected(
        library, doc_number="聊政字〔2024〕9号", issued_on="2024-12-01", effective_from="2025-01-01"
    )
    # The title has 19 characters, a line end after it.
    assert after.doc_number == Found("聊政字〔2024〕9号", Span(20, 31))
    assert after.issued_on is not None
    at = LIAOCHENG.index("2024年12月1日")
    assert (after.issued_on.value, after.issued_on.span) == ("2024-12-01", Span(at, at + 10))
    assert after.effective_from == Found("2025-01-01", NOWHERE)
    _, _, none = corrected(library, doc_number=None, published_on=None)
    assert (none.doc_number, none.published_on) == (None, None)


def test_the_chunks_of_that_document_are_cut_anew_in_their_place(library):
    changed, _, _ = corrected(library, title="孵化器办法", region="371100")
    assert [c.document_id for c in changed.chunks] == [c.document_id for c in library.chunks]
    for chunk in changed.chunks:
        assert chunk.prefix.startswith("日照市｜孵化器办法") == (chunk.document_id == "liaocheng")
    assert [c.text for c in changed.chunks] == [c.text for c in library.chunks]


def test_a_correction_of_other_content_or_an_unknown_field_changes_nothing(library):
    assert with_corrections(library, [Correction("liaocheng", "0" * 64, (("title", "x"),))]) is library
    assert with_corrections(library, []) is library
    _, before, after = corrected(library, colour="red")
    assert after == before
