"""Dify's metadata conditions, judged on what a document's metadata say."""

from __future__ import annotations

from datetime import date

from server.contract import DocumentInfo
from server.dify_contract import Condition, MetadataCondition
from server.errors import InvalidRequest

_NEGATIONS = {
    "not contains": "contains",
    "is not": "is",
    "not in": "in",
    "not empty": "empty",
    "≠": "=",
}
_SAME = {"null": "empty", "not null": "not empty"}
_FIELDS = {"document_id" if name == "id" else name: name for name in DocumentInfo.model_fields}
"""Fields of :class:`DocumentInfo` by the names a record's metadata give them."""


def meets(document: DocumentInfo, wanted: MetadataCondition) -> bool:
    """Whether ``document`` meets all conditions, or any of them; no condition is always met.

    Raises:
        InvalidRequest: a condition names a field there is not, or a value that cannot be compared so.
    """
    judged = [_holds(document, condition) for condition in wanted.conditions or ()]
    if not judged:
        return True
    return any(judged) if wanted.logical_operator == "or" else all(judged)


def _holds(document: DocumentInfo, condition: Condition) -> bool:
    operator = _SAME.get(condition.comparison_operator, condition.comparison_operator)
    positive = _NEGATIONS.get(operator, operator)
    names = [condition.name] if isinstance(condition.name, str) else condition.name
    if unknown := [name for name in names if name not in _FIELDS]:
        raise InvalidRequest(f"没有名为“{unknown[0]}”的元数据，可用的有：{'、'.join(_FIELDS)}。")
    met = any(_compared(_text(getattr(document, _FIELDS[name])), positive, condition) for name in names)
    return not met if operator in _NEGATIONS else met


def _compared(stated: str | None, operator: str, condition: Condition) -> bool:
    """What the text does not state meets nothing but ``empty``."""
    if operator == "empty":
        return stated is None
    if condition.value is None:
        raise InvalidRequest(f"条件“{condition.comparison_operator}”缺少 value。")
    values = condition.value if isinstance(condition.value, list) else [_text(condition.value) or ""]
    if operator in ("before", "after"):
        limit = _date(values)
        return stated is not None and (stated < limit if operator == "before" else stated > limit)
    if operator in (">", "<", "≥", "≤"):
        limit_number = _number(values)
        return stated is not None and _ordered(stated, operator, limit_number)
    if stated is None:
        return False
    return any(_said(stated, operator, value) for value in values)


def _said(stated: str, operator: str, value: str) -> bool:
    if operator == "contains":
        return value in stated
    if operator == "start with":
        return stated.startswith(value)
    if operator == "end with":
        return stated.endswith(value)
    return stated == value


def _ordered(stated: str, operator: str, limit: float) -> bool:
    try:
        number = float(stated)
    except ValueError:
        return False
    return {">": number > limit, "<": number < limit, "≥": number >= limit, "≤": number <= limit}[operator]


def _number(values: list[str]) -> float:
    try:
        (value,) = values
        return float(value)
    except ValueError:
        raise InvalidRequest("比较大小的条件，value 应为一个数。") from None


def _date(values: list[str]) -> str:
    """The limit as an ISO date: such dates are in order as texts."""
    try:
        (value,) = values
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InvalidRequest("比较日期的条件，value 应为一个 YYYY-MM-DD 格式的日期。") from None


def _text(value: str | float | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else str(value)
