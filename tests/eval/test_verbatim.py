"""Citations against their own clause and the source file."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import SourceFileError
from eval.metrics.verbatim import NonVerbatim, VerbatimScore, load_sources, score_verbatim
from tests.eval.builders import CLAUSE, SOURCE, citation

SOURCES = {"a.txt": SOURCE}


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, ()),
        ({"quote": ""}, ("empty_quote",)),
        ({"quote": "给予20万元补助"}, ("quote_not_in_text",)),
        ({"quote": "给予１０万元补助"}, ("quote_not_in_text",)),
        ({"start": 0, "end": 8}, ("quote_not_at_offsets",)),
        ({"text": CLAUSE + "。"}, ("text_not_in_source",)),
        ({"text": "给予10万元补助"}, ()),
    ],
)
def test_each_citation_is_checked_word_for_word(changed: dict[str, object], faults: tuple[str, ...]) -> None:
    score = score_verbatim([citation(**changed)], SOURCES)
    assert score == VerbatimScore(1, 1, tuple(NonVerbatim(1, fault) for fault in faults))  # type: ignore[arg-type]


def test_a_text_elsewhere_in_the_source_does_not_vouch_for_the_place() -> None:
    # The source says 甲 twice; the cited text 「丙甲」 covers the second, the offsets name the first.
    source = {"a.txt": "甲乙丙甲"}
    assert score_verbatim([citation(text="丙甲", quote="甲", start=3, end=4)], source) == VerbatimScore(1, 1, ())
    wrong = score_verbatim([citation(text="丙甲", quote="甲", start=0, end=1)], source)
    assert wrong == VerbatimScore(1, 1, (NonVerbatim(1, "text_not_in_source"),))


def test_without_the_source_only_the_clause_is_checked() -> None:
    score = score_verbatim([citation(start=0, end=8), citation(marker=2, quote="无此句")], {})
    assert score == VerbatimScore(2, 0, (NonVerbatim(2, "quote_not_in_text"),))


def test_no_score_without_citations() -> None:
    assert score_verbatim([], SOURCES) is None


def test_sources_keep_line_ends_and_lose_the_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + "一\r\n二".encode())
    (tmp_path / "sub" / "b.md").write_bytes("三".encode("gb18030"))
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    assert load_sources(tmp_path) == {"a.txt": "一\r\n二", "sub/b.md": "三"}


def test_unreadable_sources_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="没有这个文件夹"):
        load_sources(tmp_path / "none")
    (tmp_path / "a.txt").write_bytes(b"\xff\xff\xff")
    with pytest.raises(SourceFileError, match=r"a\.txt"):
        load_sources(tmp_path)
