"""Names of uploaded files, as they are kept."""

from __future__ import annotations

import pytest

from server.errors import BadFileName
from server.library.names import MAX_BYTES, MAX_CHARS, file_name


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "  ",
        ".",
        "...",
        "a/b.txt",
        "..\\b.txt",
        "a\0b.txt",
        "a\nb.txt",
        "a\u202eb.txt",
        "a\ud800b.txt",
        "a\u2028b.txt",
        "a" * (MAX_CHARS - 3) + ".txt",
        "长" * (MAX_BYTES // 3 - 1) + ".txt",
    ],
)
def test_names_that_are_paths_or_cannot_be_seen_whole_are_refused(given: str | None) -> None:
    with pytest.raises(BadFileName):
        file_name(given)


def test_a_name_is_kept_in_its_composed_form_without_white_space_around_it() -> None:
    assert file_name("  日政发〔2025〕8号 (1).docx ") == "日政发〔2025〕8号 (1).docx"
    assert file_name("Cafe\u0301.txt") == "Caf\u00e9.txt"
    assert file_name("a" * (MAX_CHARS - 4) + ".txt") == "a" * (MAX_CHARS - 4) + ".txt"
