"""Departments a clause names, by role: （牵头单位：市科技局；配合单位：…） and （市科技局牵头，市财政局配合）."""

from __future__ import annotations

import re

from ingest.model import Department, Role, Span
from ingest.normalize import fold

_ROLES = {
    "牵头单位": Role.LEAD, "牵头部门": Role.LEAD, "牵头": Role.LEAD, "主办单位": Role.LEAD,
    "责任单位": Role.RESPONSIBLE, "责任部门": Role.RESPONSIBLE,
    "负责单位": Role.RESPONSIBLE, "实施单位": Role.RESPONSIBLE,
    "配合单位": Role.SUPPORT, "配合部门": Role.SUPPORT, "协办单位": Role.SUPPORT, "参与单位": Role.SUPPORT,
}  # fmt: skip
_LABEL = "|".join(_ROLES)
_LABELLED = re.compile(rf"({_LABEL})\s*[:：]\s*([^()；;:：】\]]+?)(?=[，,、。\s]*(?:{_LABEL})\s*[:：]|[()；;】\]\n]|$)")
_TAIL = re.compile(r"\(([^()]{2,400})\)\s*$")
_PHRASES = (
    (re.compile(r"牵头(?:负责)?$"), Role.LEAD),
    (
        re.compile(r"(?:等(?:部门|单位)?)?(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:共同)?负责(?:落实)?$"),
        Role.RESPONSIBLE,
    ),
    (re.compile(r"(?:等(?:部门|单位)?)?(?:予以)?(?:配合|参与|协助)$"), Role.SUPPORT),
)
_CUT = re.compile(r"(?<=牵头)[,，;；]|(?<=牵头负责)[,，;；]|(?<=配合)[,，;；]|(?<=负责)[,，;；]")
_NAME = re.compile(r"[^、,，\s]+")
_DEPARTMENT = re.compile(
    r"(?:局|委|部|厅|办|室|院|行|府|会|中心|联|协|部门|单位|高校院所|院校|公司|集团|分行|支行|总队|支队|署|社|团|馆|园|校)$"
)


def departments(text: str, start: int) -> tuple[Department, ...]:
    """Departments named at the end of ``text`` (which begins at offset ``start`` of the source), in order."""
    folded = fold(text)
    found: list[Department] = []
    for match in _LABELLED.finditer(folded):
        found += _names(text, match.start(2), match.end(2), _ROLES[match[1]], start)
    if found:
        return tuple(found)
    tail = _TAIL.search(folded)
    if tail is None:
        return ()
    begin = tail.start(1)
    pieces = [0, *(m.end() for m in _CUT.finditer(tail[1])), len(tail[1])]
    for left, right in zip(pieces, pieces[1:], strict=False):
        piece = tail[1][left:right].rstrip(",，;； ")
        for pattern, role in _PHRASES:
            if ending := pattern.search(piece):
                found += _names(text, begin + left, begin + left + ending.start(), role, start)
                break
    return tuple(found)


def _names(text: str, left: int, right: int, role: Role, shift: int) -> list[Department]:
    names = []
    for match in _NAME.finditer(text, left, right):
        name = match.group().rstrip("。").removesuffix("等")
        if _DEPARTMENT.search(name):
            begin = shift + match.start()
            names.append(Department(name, role, Span(begin, begin + len(name))))
    return names
