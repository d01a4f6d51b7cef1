"""What can go wrong while measuring, classed by what the caller should do.

    EvalError
    ├── CaseFileError     mend the question file: the message names file, line and what is wrong there
    ├── ResultFileError   measure again with `eval run --out`, or name another folder
    ├── ThresholdFileError mend the file of thresholds: the message names what is wrong there
    └── SourceFileError   give the folder of source files the index was built from, UTF-8 or GB18030

A failing request is no error of this family: it is a result, see `eval.runner.CaseResult.error`.
"""

from __future__ import annotations

from pathlib import Path


class EvalError(Exception):
    """Base of every error of this package."""


class CaseFileError(EvalError):
    """A question file that cannot be taken. The text reads ``file:line: what`` (line 0: the file as a
    whole).
    """

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}:{line}: {what}")
        self.path = path
        self.line = line
        self.what = what


class SourceFileError(EvalError):
    """A source folder that cannot be read."""


class ResultFileError(EvalError):
    """A results folder that cannot be read."""


class ThresholdFileError(EvalError):
    """A file of thresholds that cannot be taken."""
