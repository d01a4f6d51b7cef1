"""What every reader gives: the text that all offsets refer to.

All formats are rendered alike: a line is a paragraph; a heading without a number of its own is a Markdown heading
(``## 附则``; a number says as much); a table is consecutive lines ``| 甲 | 乙 |``, its header row first and its caption
on the line before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import Span

MARKED = re.compile(
    r"\s*(?:第\s*[〇零一二三四五六七八九十百千0-9]|[（(]?[一二三四五六七八九十0-9]+[、.．)）]|[①-⑳]|附件)"
)
"""Text that begins with a number of its own, whatever it opens."""


@dataclass(frozen=True, slots=True)
class Link:
    """The shown text of a link; ``control`` where it leads nowhere (a script, ``#``): a button of the page."""

    span: Span
    control: bool = False


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's bytes and the text read from them.

    ``pages`` are the offsets in ``text`` at which each page begins, in ascending order; empty where the format has
    no fixed pages. ``plain`` is ``text`` with its markup blanked, as long as ``text`` (empty where there is none to
    blank); ``links`` are the links in it.
    """

    data: bytes
    text: str
    pages: tuple[int, ...] = ()
    plain: str = ""
    links: tuple[Link, ...] = ()
