"""What an enterprise is, has and plans, as the words of clauses name it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.normalize import fold
from server.contract import EnterpriseProfile
from server.understanding.lexicon import load_lexicon

FIRST = re.compile(
    r"(?:首次|第一次|初次)[^,，。;；]{0,4}(?:通过|认定|获|入选|列入|纳入|备案|评|被|升|申报|申请)|新(?=认定|获批|备案|设立|建|列入|评定|培育|引进|增|迁入|办|成立|入选|招引)"
)
AGAIN = re.compile(r"复审|重新认定|再次认定|续评|复评")
_LEVELS = (
    ("国家级", re.compile(r"国家级|国家(?=[、和及或]|重点|技术创新|工程|企业技术|制造业创新)|部级")),
    ("省级", re.compile(r"省级|省(?=[、和及或]|重点|技术|工程|科技|企业|新型)|自治区级")),
    ("市级", re.compile(r"市级|市(?=[、和及或](?:县|区))")),
    ("县级", re.compile(r"县级|区级")),
)
_RANK = [name for name, _ in _LEVELS]


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing a profile says: ``concepts`` are the formal names of what it is about."""

    words: str
    folded: str
    planned: bool
    concepts: frozenset[str]
    levels: frozenset[str]


def traits_of(profile: EnterpriseProfile) -> tuple[Trait, ...]:
    """Types and honours first, then plans."""
    held = [_trait(words, planned=False) for words in (*profile.types, *profile.honours)]
    return (*held, *(_trait(words, planned=True) for words in profile.plans))


_ONE_IS = re.compile(
    r"(?:企业|机构|中心|实验室|孵化器|加速器|基地|园区|科技园|产业园|空间|工作站|平台|公司|院所|研究院|医院|大学|高校|学校|联合体|总部|合作社|"
    r"家庭农场|巨人|冠军|瞪羚|独角兽|专精特新|规模以上|人才|人员|团队|经纪人|特派员|个人|毕业生|博士|硕士|专家|学生|军人|创业者|老字号)$"
)
"""How the names end of what somebody is; the others (加计扣除, 技术合同, 贷款) are things one does or has."""
_NOUN = 2
"""Length of the noun behind a subject that makes somebody of it: 创业投资 + 机构."""


def entities_in(folded: str) -> list[tuple[int, int, frozenset[str]]]:
    """What one can be, as far as a folded text names it: start, end, formal names."""
    return [
        (start, end, names)
        for start, end, names in _entities(folded)
        if any(map(_ONE_IS.search, names)) or _ONE_IS.search(folded[start : end + _NOUN])
    ]


def _entities(folded: str) -> list[tuple[int, int, frozenset[str]]]:
    found = []
    for said, concepts in load_lexicon().find(folded):
        names = frozenset(c.name for c in concepts if c.kind == "entities")
        if names:
            found.append((said.start(), said.end(), names))
    return found


def levels_in(folded: str) -> frozenset[str]:
    """The levels a folded text names; 省级以上 means the higher ones too."""
    found = {name for name, pattern in _LEVELS if pattern.search(folded)}
    for name in list(found):
        if re.search(rf"{name[0]}级?(?:及)?以上", folded):
            found |= set(_RANK[: _RANK.index(name)])
    return frozenset(found)


def _trait(words: str, *, planned: bool) -> Trait:
    folded = fold(words).lower()
    concepts = frozenset(name for _, _, names in _entities(folded) for name in names)
    return Trait(words, folded, planned, concepts, levels_in(folded))
