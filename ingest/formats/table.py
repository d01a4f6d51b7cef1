"""Tables as lines of text: a caption, a header row, and one line a row, so that a row can be cited by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_COLUMNS = 256
_LONGEST_REPEATED = 120
"""A longer merged text is written once, in its first row, and not into every row it covers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the number of rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class _Place:
    text: str
    cell: Cell
    first_row: bool
    first_column: bool


def table_lines(rows: Sequence[Sequence[Cell]], header_rows: int = 0) -> list[str]:
    """The lines of a table, from its rows of cells as the format stores them (a merged cell once).

    A merged cell is written into every row it covers, so that each row says it all. Leading rows of one cell
    over the whole width are the caption; a table of one column is no table, and its cells are plain lines. A header of
    several rows is folded into one (``补助标准/国家级``).

    Args:
        header_rows: how many rows are marked as header; what the merged cells show is added to that.

    >>> table_lines([[Cell("奖励标准表", columns=2)], [Cell("类别"), Cell("金额")], [Cell("甲"), Cell("10万元")]])
    ['奖励标准表', '| 类别 | 金额 |', '| 甲 | 10万元 |']
    """
    grid = _grid(rows)
    grid = [row for row in grid if any(p and p.text for p in row)]
    used = [i for i in range(len(grid[0]) if grid else 0) if any(_own(row[i]) for row in grid)]
    grid = [[row[i] for i in used] for row in grid]
    if len(used) < 2:
        return [text for row in grid if (text := _own(row[0]))]
    lines = []
    while grid and _spans_all(grid[0]):
        lines.append(_own(next(p for p in grid[0] if p and p.text)))
        grid = grid[1:]
    depth = min(_header_depth(grid, header_rows), len(grid))
    if depth:
        lines.append(_row([_folded([row[i] for row in grid[:depth]]) for i in range(len(used))]))
    for row in grid[depth:]:
        lines.append(_row([_own(row[0])]) if _spans_all(row) else _row([_shown(place) for place in row]))
    return [line for line in lines if line]


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[_Place | None]]:
    places: list[dict[int, _Place]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in places[number]:
                column += 1
            if column >= _MOST_COLUMNS:
                break
            text = " ".join(cell.text.split()).replace("|", "｜")
            width = max(1, min(cell.columns, _MOST_COLUMNS - column))
            for down in range(max(1, min(cell.rows, len(rows) - number))):
                for across in range(width):
                    place = _Place(text, cell, down == 0, across == 0)
                    places[number + down].setdefault(column + across, place)
            column += width
    width = max((max(row, default=-1) + 1 for row in places), default=0)
    return [[row.get(i) for i in range(width)] for row in places]


def _own(place: _Place | None) -> str:
    return place.text if place else ""


def _shown(place: _Place | None) -> str:
    if place is None or not place.first_column:
        return ""
    return place.text if place.first_row or len(place.text) <= _LONGEST_REPEATED else ""


def _spans_all(row: Sequence[_Place | None]) -> bool:
    return row[0] is not None and bool(row[0].text) and all(p is not None and p.cell is row[0].cell for p in row)


def _header_depth(grid: Sequence[Sequence[_Place | None]], marked: int) -> int:
    if not grid:
        return 0
    tallest = max((p.cell.rows for p in grid[0] if p), default=1)
    # A cell that runs down the whole table in its first row is a row heading, not a column's.
    depth = tallest if tallest < len(grid) else 1
    if depth == 1 and any(p and p.cell.columns > 1 for p in grid[0]) and len(grid) > 2 and marked > 1:
        depth = 2
    return max(depth, min(marked, len(grid) - 1), 1)


def _folded(column: Sequence[_Place | None]) -> str:
    texts: list[str] = []
    for place in column:
        if place and place.text and place.text not in texts:
            texts.append(place.text)
    return "/".join(texts)


def _row(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |" if any(texts) else ""
