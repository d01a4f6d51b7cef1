"""The years a document stands for: those its title names, or the one it was issued in."""

from __future__ import annotations

import re

from ingest.model import Document
from ingest.normalize import fold

_TITLE_YEAR = re.compile(r"(20[0-9]{2})年")


def years_of(document: Document) -> set[int]:
    """The year a document is about, as its title says (2022年…要点)."""
    return {int(year) for year in _TITLE_YEAR.findall(fold(document.title))}


def year_issued(document: Document) -> set[int]:
    """The year a document was issued in, or is in force from."""
    day = document.issued_on or document.effective_from
    return {int(day.value[:4])} if day else set()
