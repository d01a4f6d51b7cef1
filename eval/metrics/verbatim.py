"""Whether citations show the source word for word.

Formula, without any normalisation: a citation is *verbatim* when its `quote` is not empty and is a
substring of its `text`. Where the source file is at hand, also ``source[start:end] == quote``, and `text`
stands in the source around that place: some occurrence of `text` covers ``[start, end)``. Offsets count
characters of the decoded file (a byte-order mark is no character of it). Reported: citations that are not
verbatim / citations.

Source: the wire contract (`server.contract.Citation`); the idea of checking the cited span itself, not its
likeness, as in Menick et al. 2022 (GopherCite, arXiv 2203.11147), where a quote is evidence only if the
source holds it literally.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.errors import SourceFileError
from server.contract import Citation

Fault = Literal["empty_quote", "quote_not_in_text", "quote_not_at_offsets", "text_not_in_source"]


@dataclass(frozen=True, slots=True)
class NonVerbatim:
    """A citation that does not show the source word for word."""

    marker: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class VerbatimScore:
    """The check of one response's citations."""

    citations: int
    against_source: int
    """How many of them could also be checked against their source file."""
    faults: tuple[NonVerbatim, ...]

    @property
    def passed(self) -> bool:
        """Whether every citation is verbatim."""
        return not self.faults


def load_sources(directory: Path) -> dict[str, str]:
    """Text of every plain-text file (``.txt``, ``.md``) under ``directory``, by path relative to it, POSIX
    style.

    Raises `SourceFileError` for a folder that is missing or a file that is neither UTF-8 nor GB18030.
    """
    if not directory.is_dir():
        raise SourceFileError(f"没有这个文件夹：{directory}")
    return {
        path.relative_to(directory).as_posix(): _read(path)
        for path in sorted(directory.rglob("*"))
        if path.suffix.lower() in {".txt", ".md"} and path.is_file()
    }


def _read(path: Path) -> str:
    try:
        # Through bytes: reading as text would turn \r\n into \n and shift every offset after it.
        data = path.read_bytes()
    except OSError as error:
        raise SourceFileError(f"无法读取 {path}：{error.strerror or error}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass  # not UTF-8: the other encoding these files come in is tried next
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise SourceFileError(f"{path} 既不是 UTF-8 也不是 GB18030 编码") from error


def score_verbatim(citations: Sequence[Citation], sources: Mapping[str, str]) -> VerbatimScore | None:
    """Check ``citations`` against themselves and, as far as given, ``sources``; ``None`` without
    citations.
    """
    if not citations:
        return None
    checked = [(citation, _fault(citation, sources.get(citation.source_file))) for citation in citations]
    return VerbatimScore(
        citations=len(citations),
        against_source=sum(citation.source_file in sources for citation in citations),
        faults=tuple(NonVerbatim(citation.marker, fault) for citation, fault in checked if fault),
    )


def _fault(citation: Citation, source: str | None) -> Fault | None:
    if not citation.quote:
        return "empty_quote"
    if citation.quote not in citation.text:
        return "quote_not_in_text"
    if source is None:
        return None
    if source[citation.start : citation.end] != citation.quote:
        return "quote_not_at_offsets"
    start = source.find(citation.text, max(0, citation.end - len(citation.text)))
    return None if 0 <= start <= citation.start else "text_not_in_source"
