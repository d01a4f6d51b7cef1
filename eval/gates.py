"""Thresholds a run has to keep, from a TOML file:

    [[threshold]]
    measure = "strict"
    category = "amount"     # left out: over all cases
    min = 0.9               # or max, or both
    why = "窗口最常问的一类，错一题都有人投诉"

`measure` is a name of `eval.measures`, or one of `COUNTS`. Every threshold says why it is where it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from eval.errors import ThresholdFileError
from eval.measures import MEASURE
from eval.results import RecordedRow, RecordedSummary

COUNTS: Final = {
    "cases": "题数",
    "failed_requests": "失败请求数",
    "non_verbatim": "非逐字引文占比",
    "answer_chars": "答案长度中位数（字）",
    "latency_p50_ms": "用时 p50（毫秒）",
    "latency_p95_ms": "用时 p95（毫秒）",
}
"""What else can be held, with its label."""


class Threshold(BaseModel):
    """One bound, or two, on one figure."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    measure: str
    category: str | None = None
    """``None``: over all cases."""
    min: float | None = None
    max: float | None = None
    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

    @field_validator("measure")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in MEASURE and name not in COUNTS:
            raise ValueError(f"没有“{name}”这个指标，可用的有：{'、'.join((*MEASURE, *COUNTS))}")
        return name

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("min 与 max 至少要有一个")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min 大于 max，没有数值能够达到")
        return self

    @property
    def label(self) -> str:
        """The figure's name in Chinese."""
        return MEASURE[self.measure].label if self.measure in MEASURE else COUNTS[self.measure]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: Annotated[tuple[Threshold, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A threshold with what was measured; ``None`` where the run has no such figure, which fails it."""

    threshold: Threshold
    measured: float | None

    @property
    def passed(self) -> bool:
        """Whether the figure keeps within its bounds."""
        if self.measured is None:
            return False
        low, high = self.threshold.min, self.threshold.max
        return (low is None or self.measured >= low) and (high is None or self.measured <= high)


def load_thresholds(path: Path) -> tuple[Threshold, ...]:
    """Read a file of thresholds. Raises `ThresholdFileError`."""
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).threshold
    except OSError as error:
        raise ThresholdFileError(f"无法读取 {path}：{error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThresholdFileError(f"{path} 不是合法的 TOML：{error}") from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or '整个文件'}: {fault['msg']}" for fault in error.errors())
        raise ThresholdFileError(f"{path}: {'；'.join(faults)}") from error


def judge(thresholds: Sequence[Threshold], summary: RecordedSummary) -> tuple[Verdict, ...]:
    """Hold the figures of a run against ``thresholds``."""
    return tuple(Verdict(threshold, _measured(threshold, summary)) for threshold in thresholds)


def _measured(threshold: Threshold, summary: RecordedSummary) -> float | None:
    row = summary.overall if threshold.category is None else summary.by_category.get(threshold.category)
    if row is None:
        return None
    if threshold.measure in MEASURE:
        figure = row.figures.get(threshold.measure)
        return figure.value if figure else None
    return _counts(row)[threshold.measure]


def _counts(row: RecordedRow) -> dict[str, float | None]:
    return {
        "cases": row.cases,
        "failed_requests": row.failed_requests,
        "non_verbatim": row.non_verbatim.value if row.non_verbatim else None,
        "answer_chars": row.answer_chars,
        "latency_p50_ms": row.latency.p50_ms if row.latency else None,
        "latency_p95_ms": row.latency.p95_ms if row.latency else None,
    }
