"""What a figure is said of: the words of its part of the sentence, before it or after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import Span
from ingest.normalize import trim
from server.understanding.quantities import Measure, Quantity

_BOUNDARY = re.compile(r"[,，。！？!?；;：:\n]")
_END_AFTER = re.compile(
    r"[,，。！？!?；;：:、\n()（）]|(?:和|及|与|以及)(?=[0-9])|开展|成长|纳入|列入|加入|进入|参加|获得?|入选|予以|通过|签订|到企业|已|均|共"
)
_REST = re.compile(r"[^,，。！？!?；;：:、\n0-9]*")
_NO_NOUN = re.compile(
    r"^(?:以|用|为|居|较|比|同比|给予|奖|补|资助|配套|支持|资金|的|缩短|提高|增|下降|减|上|下|内|时|后|前|起|到|至|(?!“)\W|[0-9])"
)
_FINE = re.compile(r"^的?(?P<what>罚款|罚金|滞纳金)")
_SHARE_OF = re.compile(r"^的(?!目标|任务|比例|补|奖|资|配套|风险|财政|标准|支持|罚|部分)(?=[\u4e00-\u9fa5]{3,})")
_LEAD = re.compile(
    r"^(?:[(][一二三四五六七八九十0-9]+[)]|(?:到|截至|至|力争到)?\s*(?:19|20)[0-9]{2}\s*年(?:底|末|度)?(?:间)?|其中|力争|争取|努力|确保|年内|全年|今年|当年|每年|年度|"
    r"全市|我市|全省|我省|全县|全区|共计?|累计|已|实现|推动|推进|(?:重点)?围绕|使|将|由|从|按照?|给予|应当?|可以?|不得|但|在|自|每(?:家|个|项|名|人|户)?|或者?|、|和|及|与|的|,|，|\s)+"
)
_TRAIL = re.compile(
    r"(?:(?:累计)?(?:达到了?|达成?|突破|超过|增加到|增至|增到|发展到|提高到|提高至|提升到|提升至|下降到|为|有|共计?|约|近|至少|不少于|"
    r"不低于|不超过|(?:缩短|提高|提升|调整|压缩|降低|下降|减少|增加|扩大)(?:为|到|至)|由原来的?|应当|可以|不得|并?处以?|在|或者?|[^,，]{0,4}之内|力争|分别|各|累计|最高|每(?:年|月|人|次|家|户)|一次性|给予|奖励|奖补|补助|补贴|资助|实现|总计|合计|的|、|和|及|\s|[0-9]+[-~—]))+$"
)
_GROWTH = re.compile(
    r"(?:^|同比|年均|年|[比较][^,，]{0,6})(?:增幅|增长率?|增速|提高|下降|上升|增加(?!值|到|至))|增幅|增速|增长(?:达到|率|了)?\s*$"
)
_ADDED = re.compile(r"新增|新建|新引进|新培育|新认定|新备案|新招引|新设|净增")
_PER_ONE = re.compile(r"每?[\u4e00-\u9fa5]{0,6}?(?<![0-9])1(?:家|个|项|名|人|户|件)(?![0-9])")
_BEHIND_NUMBER = re.compile(r"(?:及?以[上下内]|左右|余)?")
_OPENS = re.compile(r"[“《]")
_NAMES_NOTHING = re.compile(r"^[\W\d]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """Where in a sentence a figure's subject stands, and the words that say what is measured."""

    subject: Span
    wording: str
    grows: bool
    is_new: bool
    used_to: int
    """How far the sentence is read: what lies before belongs to this figure."""


def said_of(folded: str, number: Span, measure: Measure, read_to: int) -> Said | None:
    """The subject of the figure at ``number`` in a folded sentence; what lies before ``read_to`` is another figure's.

    The noun behind the number where there is one (10家院士工作站), else the words before it (高新技术企业达到1027家).
    ``None`` when the part names neither: the figure is then said of the same as the one before (增幅46.09%).
    ``number`` may be a whole range (二千元以上五千元以下).
    """
    start = max([read_to, *(m.end() for m in _BOUNDARY.finditer(folded, read_to, number.start))])
    before = _trimmed(folded, start, number.start)
    lead = folded[start : number.start]
    grows = _GROWTH.search(lead) is not None
    after = _noun_after(folded, number.end, measure)
    used_to = after.end if after else number.end
    is_new = _ADDED.search(lead) is not None
    if after and not grows:
        rest = _REST.match(folded, after.start)
        wording = f"{before.cut(folded)} {rest.group() if rest else ''}".strip()
        return Said(after, wording, False, is_new, used_to)
    if _GROWTH.match(before.cut(folded)) or _NAMES_NOTHING.match(before.cut(folded)):
        return None
    return Said(before, before.cut(folded), grows, is_new, used_to)


def is_growth(folded: str, quantity: Quantity) -> bool:
    """Whether the words right before a figure make it a change (同比增长53.22%)."""
    start = max([0, *(m.end() for m in _BOUNDARY.finditer(folded, 0, quantity.number.start))])
    return _GROWTH.search(folded[start : quantity.number.start]) is not None


def earlier_part(folded: str, before: int) -> Span | None:
    """The nearest comma-separated part before ``before`` that names something, without its opening adverbs."""
    edges = [0, *(m.end() for m in _BOUNDARY.finditer(folded, 0, before))]
    for left, right in zip(reversed(edges[:-1]), reversed(edges[1:]), strict=True):
        part = _trimmed(folded, left, right - 1)
        if part.end - part.start >= 2:
            return part
    return None


def same_subject(folded: str, last: Quantity, quantity: Quantity) -> bool:
    """Whether nothing but joints and verbs stands between two figures (突破2300家、力争达到2500家)."""
    between = _trimmed(folded, last.number.end, quantity.number.start)
    return between.end <= between.start or _NAMES_NOTHING.match(between.cut(folded)) is not None


def _noun_after(folded: str, begin: int, measure: Measure) -> Span | None:
    behind = _BEHIND_NUMBER.match(folded, begin)
    begin = behind.end() if behind else begin
    end = _END_AFTER.search(folded, begin)
    right = end.start() if end else len(folded)
    text = folded[begin:right]
    if fine := _FINE.match(text):
        return trim(folded, begin + fine.start("what"), begin + fine.end("what"))
    if measure is Measure.PERCENT and (share := _SHARE_OF.match(text)):
        return trim(folded, begin + share.end(), right)
    if len(text.strip()) < 2 or len(text) > 30 or _NO_NOUN.match(text):
        return None
    digits = re.search(r"[0-9]", text)
    span = trim(folded, begin, begin + digits.start() if digits else right)
    return span if span.end - span.start >= 2 else None


def _trimmed(folded: str, start: int, end: int) -> Span:
    """[start, end) without opening adverbs and closing verbs."""
    for opening in (_LEAD, _PER_ONE, _LEAD):
        match = opening.match(folded[start:end])
        start += match.end() if match else 0
    trail = _TRAIL.search(folded[start:end])
    end = start + trail.start() if trail else end
    span = trim(folded, start, max(start, end))
    words = span.cut(folded)
    return Span(span.start, span.end - 1) if words.endswith(("”", "》")) and not _OPENS.search(words) else span
