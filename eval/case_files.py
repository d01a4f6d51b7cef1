"""Question files: JSON lines (a case a line) or a spreadsheet (`eval.case_sheet`), by their ending."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from eval import case_sheet
from eval.cases import Case
from eval.errors import CaseFileError

SHEET_ENDING = ".xlsx"


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read a question file, in file order; blank lines are passed over.

    Raises `CaseFileError` for a file that is missing, unreadable or without cases, and for a line (of a spreadsheet:
    a row) that is not a case, or has the id of an earlier one.
    """
    read = case_sheet.read_rows if path.suffix.lower() == SHEET_ENDING else _lines
    return _checked(path, read(path))


def write_cases(path: Path, cases: Sequence[Case]) -> None:
    """Write ``cases`` as `load_cases` reads them. Raises `OSError`."""
    if path.suffix.lower() == SHEET_ENDING:
        case_sheet.write(path, cases)
        return
    lines = (json.dumps(case.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) for case in cases)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _lines(path: Path) -> Iterator[tuple[int, object]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CaseFileError(path, 0, f"无法读取：{error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CaseFileError(path, 0, f"不是 UTF-8 编码（第 {error.start} 字节）") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise CaseFileError(path, number, f"不是合法的 JSON：{error.msg}（第 {error.colno} 列）") from error


def _checked(path: Path, items: Iterable[tuple[int, object]]) -> tuple[Case, ...]:
    first_line: dict[str, int] = {}
    cases: list[Case] = []
    for number, item in items:
        try:
            case = Case.model_validate(item)
        except ValidationError as error:
            faults = (f"{'.'.join(map(str, fault['loc'])) or '整行'}: {fault['msg']}" for fault in error.errors())
            raise CaseFileError(path, number, "；".join(faults)) from error
        if case.id in first_line:
            raise CaseFileError(path, number, f"id {case.id!r} 与第 {first_line[case.id]} 行重复")
        first_line[case.id] = number
        cases.append(case)
    if not cases:
        raise CaseFileError(path, 0, "没有任何题目")
    return tuple(cases)
