"""文种: the kind of document, read from the end of its title."""

from __future__ import annotations

import re

from ingest.model import DocType
from ingest.normalize import fold

_TYPES = (
    (r"解读|政策问答|图解", DocType.INTERPRETATION),
    (r"总结|工作报告|情况报告", DocType.SUMMARY),
    (r"要点|工作计划|行动计划|工作安排|规划|方案|纲要", DocType.WORK_PLAN),
    (r"公告|公示|公报|通告", DocType.ANNOUNCEMENT),
    (r"政策|措施|办法|细则|十条|奖补|扶持", DocType.POLICY),
    (r"意见", DocType.OPINION),
    (r"条例|法|法典|规定|规则|规程|准则|守则|解释|解答|规章|决定|决议|修正案|章程", DocType.REGULATION),
    (r"通知|函|批复|答复", DocType.NOTICE),
)
_TAIL = re.compile(r"(?:[(〔\[][^()〔〕\[\]]*[)〕\]]|[》〉\s\d\-])+$")
_ENACTED = frozenset({DocType.POLICY, DocType.OTHER})


def doc_type(title: str, enacted: bool = False) -> DocType:
    """The type whose word ends the title once brackets such as （征求意见稿） are taken off; 其他 when none does.

    Args:
        enacted: the document was passed by a people's congress or published by an order (令): what would be a
            policy by its title (…办法) is then a regulation.
    """
    core = _TAIL.sub("", fold(title))
    kind = next((kind for pattern, kind in _TYPES if re.search(rf"(?:{pattern})$", core)), DocType.OTHER)
    return DocType.REGULATION if enacted and kind in _ENACTED else kind
