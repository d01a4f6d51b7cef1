"""Tables as delimited text (CSV): one table under the file's name."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath

from ingest.errors import DamagedFile, EmptyFile, FileTooLarge
from ingest.formats.source_text import SourceText
from ingest.formats.table import Cell, table_lines
from ingest.formats.text import decode

MOST_ROWS = 200_000
_DELIMITERS = ",\t;，"
_SAMPLE = 64 * 1024


def read(data: bytes, name: str) -> SourceText:
    """The rows of a CSV file as a table.

    Raises:
        EmptyFile, Undecodable: as for plain text; cells without content are no text.
        DamagedFile: a quoted field never ends or is absurdly long.
        FileTooLarge: there are more than :data:`MOST_ROWS` rows.
    """
    text = decode(data, name)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append([Cell(value) for value in row])
            if len(rows) > MOST_ROWS:
                raise FileTooLarge(f"{name}：超过 {MOST_ROWS:,} 行，请拆分后重新提供")
    except csv.Error as error:
        raise DamagedFile(f"{name}：第 {len(rows) + 1} 行的引号不成对或内容过长，请检查后重新导出") from error
    width = max((len(row) for row in rows), default=0)
    titled = [[Cell(row[0].text, columns=width)] if _is_title(row, width) else row for row in rows]
    lines = table_lines(titled)
    if not lines:
        raise EmptyFile(f"{name}：表格中没有内容，请检查后重新提供")
    if lines[0].startswith("| "):
        lines.insert(0, PurePosixPath(name).stem)
    return SourceText(data, "\n".join(lines))


def _is_title(row: list[Cell], width: int) -> bool:
    """A first cell alone in a row of a wider table is a title or a section of it."""
    return width > 1 and bool(row) and bool(row[0].text.strip()) and not any(c.text.strip() for c in row[1:])


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first line that has one, outside quotes."""
    for line in text[:_SAMPLE].splitlines():
        outside = "".join(line.split('"')[::2])
        counts = {c: outside.count(c) for c in _DELIMITERS}
        best = max(counts, key=lambda c: counts[c])
        if counts[best]:
            return best
    return ","
