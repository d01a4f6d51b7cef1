"""文种: the kind of document, read from the end of its title."""

from __future__ import annotations

import re

from ingest.model import DocType
from ingest.normalize import fold

_TYPES = (
    (r"解读|政策问答|图解", DocType.INTERPRETATION),
    (r"总结|工作报告|情况报告", DocType.SUMMARY),
    (r"要点|工作计划|行动计划|工作安排|规划|方案", DocType.WORK_PLAN),
    (r"公告|公示|公报|通告", DocType.ANNOUNCEMENT),
    (r"政策|措施|办法|细则|十条|奖补|扶持", DocType.POLICY),
    (r"意见", DocType.OPINION),
    (r"条例|法|规定|规则|解释|决定|规章|决议|修正案|章程", DocType.REGULATION),
    (r"通知|函", DocType.NOTICE),
)
_TAIL = re.compile(r"(?:[(〔\[][^()〔〕\[\]]*[)〕\]]|[》〉\s\d\-])+$")


def doc_type(title: str) -> DocType:
    """The type whose word ends the title once brackets such as （征求意见稿） are taken off; 其他 when none does."""
    core = _TAIL.sub("", fold(title))
    for pattern, kind in _TYPES:
        if re.search(rf"(?:{pattern})$", core):
            return kind
    return DocType.OTHER
