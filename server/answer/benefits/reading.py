"""Reading what the sentences of a clause give: 对X的Y，给予Z; …的，可申请Z; 每A给予Z."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.model import Clause, Span
from ingest.normalize import trim
from server.answer.benefits.benefit import Benefit
from server.answer.facts.fact import Fact, Kind
from server.answer.sentences import Sentence, parts, sentences, without_roles
from server.understanding.quantities import Measure

_GIFT = r"奖励|奖补|奖金|补助|补贴|资助|配套|贴息|补偿|支持|减免|优惠|奖|资金|经费|便利|服务"
_HANDS_OVER = re.compile(rf"(?:给予|予以|发放|拨付|兑现)[^,，。;；]{{0,40}}?(?:{_GIFT})")
_ENTITLES = re.compile(
    r"(?:(?<!方)可以?|即可|均可|直接|应当(?=享受|获得))(?:直接|优先|按规定|申请|申报)*(?:享受|申请|申领|领取|获得|认定|推荐|办理)|"
    r"享受[^,，。;；]{0,30}(?:政策|待遇|补贴|补助|奖励|优惠|便利)|"
    r"免[征收缴]|减[征收半]|全额返还|(?:奖励|奖补|补助|补贴|资助|贴息)[^,，。;；]{0,12}[0-9]"
)
"""Ways of giving that count only where the sentence says who is entitled, or states a sum."""
_GRANTS = re.compile(r"(?<!应当)(?:给予|予以)")
_TAKES = re.compile(
    r"罚款|罚金|处分|处罚|拘留|没收|追究|违法|责令|惩戒|失信|追回|退回|骗取|虚假|不予|不得(?!超过|高于|低于|少于)|取消|只有一[家个人]|只能|不再"
)
_SCOPE = re.compile(
    r"(?:^|[,，。：:;；])\s*(?:[(][一二三四五六七八九十0-9]{1,3}[)]\s*|[一二三四五六七八九十]是)?(?:并|同时)?(?P<to>对(?:于)?|凡是?)(?!接|标|口|外|内|照|上争|策|象|比|应|其)"
)
_SCOPE_END = re.compile(
    r"[,，](?!或|且|并|和|以及|及)|给予|予以|分别|一次性(?=给予|奖|补|分别|支付|资助|发放)|按照|择优|可?直接|每(?=通过|培[育养]|新)|实行|采取|进行"
)
_THAT = re.compile(r"的\s*(?=[,，:：]|给予|予以|可|按|一次性|分别)")
_EACH = re.compile(
    r"每(?:新)?[\u4e00-\u9fa5]{0,6}(?:1|一)?(?:家|个|项|名|人|户|件)(?:(?!给予)[^,，。;；]){2,30}?(?=[,，]|给予|奖励|补助|奖补|补贴)"
)
_HEAD = re.compile(r".*的(?=[^的]+$)")
_SEVERAL = re.compile(r"的[^的]*(?:[、或和]|以及)[^的]+的")
"""Kinds of receivers told apart in one phrase: what holds for one is no condition of the others."""
_GOVERNS = re.compile(
    r"^(?:进一步|着力|继续|全面|积极|大力|加快|切实|不断|每年)*(?:设立|建立|完善|推进|推动|打造|开展|聚焦|围绕|强化|加强|优化|实施|组织|联合|鼓励|支持|"
    r"加大|构建|落实|探索|安排|明确|为|采取|通过|按照?|根据|依据|参照|以|用|从|评选|选取|其中|即|在[^,，]{2,12}(?:基础上|期间)|除)"
)
"""How a part begins that says what the authority does, not who is entitled."""
_NAMES_SOMEBODY = re.compile(r"(?!属于).*的[^的]*(?<![内后前的时])$", re.S)
_MARK = re.compile(r"^\s*[(][一二三四五六七八九十0-9]{1,3}[)]\s*")
_ASIDE = re.compile(r"[(（].*[)）]", re.S)
_OPENS_LIST = re.compile(r"[:：]\s*$|如下[。;；]?$")
_RECEIVER = re.compile(
    r"给予(?P<who>[\u4e00-\u9fa5]{0,6}(?:企业|机构|单位|个人|团队|人员|平台|者|项目|创业者))(?=[0-9最一])"
)
_ACTS = re.compile(r"^(?:进行|开展|实行|实施|加强|提供|推进)")
_ACTED_ON = re.compile(r"进行(?!奖|补|资助|扶持|支持)")
_LASTS = re.compile(
    r"连续|累计不超过|期限|最长|为期|不超过|自[^,，。]{2,20}起|[0-9一二三四五六七八九十]+(?:年|个月|日|个工作日)内"
)
_NOT_LASTING = re.compile(r"(?:满|近|前|上|过去|每|第)\s*$")
_OPENING = re.compile(r"^(?:的|并|且|同时|其中|另外|此外|,|，|、|:|：|\s)+")


def benefits_of(clause: Clause, facts: Iterable[Fact]) -> list[Benefit]:
    """What the sentences of ``clause`` give, in reading order; ``facts`` are the clause's."""
    promised = [f.quantity.number for f in facts if f.kind is Kind.PROMISE]
    found: list[Benefit] = []
    for sentence in sentences(clause):
        if _TAKES.search(sentence.folded):
            continue
        for part in _segments(sentence):
            benefit = _read(sentence, part, promised)
            if benefit is not None:
                found.append(benefit)
    return found


def _segments(sentence: Sentence) -> Iterator[Span]:
    """A sentence cut before each 对… that follows something given, without the departments at its end."""
    folded = sentence.folded
    end = len(without_roles(sentence.text))
    start = 0
    for match in _SCOPE.finditer(folded, 0, end):
        at = match.start("to")
        if at > start and (_HANDS_OVER.search(folded, start, at) or _ENTITLES.search(folded, start, at)):
            yield Span(start, at)
            start = at
    if start < end:
        yield Span(start, end)


def _read(sentence: Sentence, part: Span, promised: list[Span]) -> Benefit | None:
    folded = sentence.folded[: part.end]
    handed = _HANDS_OVER.search(folded, part.start)
    given = min((m for m in (handed, _entitles(folded, part.start)) if m), key=lambda m: m.start(), default=None)
    shift = sentence.span.start
    sums = [n for n in promised if part.start + shift <= n.start and n.end <= part.end + shift]
    if given is None and not sums:
        return None
    if _OPENS_LIST.search(folded[part.start :]) or _ASIDE.fullmatch(folded[part.start :].strip("。;； ")):
        return None
    begins = given.start() if given else sums[0].start - shift
    if sums and not handed:
        begins = min(begins, min(n.start for n in sums) - shift)
    scope = _scope(folded, part, begins)
    condition = _condition(folded, part, scope, begins)
    if not (sums or scope or condition or (handed and _GRANTS.match(folded, handed.start()))):
        return None
    if scope is None and condition is None:
        condition = _stated_before(folded, part, begins)
    opened = max((s.end for s in (scope, condition) if s), default=None)
    if opened is None or opened > begins:
        opened = _part_start(folded, part, begins)
    standard = trim(sentence.text, opened, part.end)
    lead = _OPENING.match(folded[standard.start : standard.end])
    standard = Span(standard.start + (lead.end() if lead else 0), standard.end)
    while standard.end > standard.start and folded[standard.end - 1] in "。;；,， ":
        standard = Span(standard.start, standard.end - 1)
    if standard.end - standard.start < 3:
        return None
    receiver = _RECEIVER.search(folded, standard.start)
    recipient = scope
    if receiver and (scope is None or folded[scope.start : scope.end].endswith("的")):
        recipient = Span(*receiver.span("who"))
    span = trim(sentence.text, part.start, part.end - (folded[part.end - 1] in ",，"))

    def moved(inner: Span | None) -> Span | None:
        return inner.moved(shift) if inner else None

    return Benefit(
        clause=sentence.clause,
        span=span.moved(shift),
        recipient=moved(recipient),
        condition=moved(condition),
        standard=standard.moved(shift),
        time_limit=moved(_time_limit(sentence, standard)),
    )


def _entitles(folded: str, start: int) -> re.Match[str] | None:
    """The first way of entitling that is no part of who is entitled (未享受补助的企业 is)."""
    for match in _ENTITLES.finditer(folded, start):
        rest = re.match(r"[^,，。;；]*", folded[match.end() :])
        if not (match.group().startswith("享受") and rest and "的" in rest.group()):
            return match
    return None


def _scope(folded: str, part: Span, before: int) -> Span | None:
    """What the last 对… before the gift governs."""
    found = list(_SCOPE.finditer(folded, max(0, part.start - 1), before))
    # 对投入生产的，对企业发展给予支持: the second 对 says what is supported, not whom.
    while len(found) > 1 and folded[: found[-1].start("to")].rstrip(",， ").endswith("的"):
        found.pop()
    starts = [m.end("to") for m in found]
    if not starts:
        return _entitled_before(folded, part, before)
    end = _SCOPE_END.search(folded, starts[-1], part.end)
    span = trim(folded, starts[-1], min(end.start() if end else part.end, before))
    if span.end - span.start < 2 or _ACTS.search(span.cut(folded)) or _ACTED_ON.match(folded, span.end):
        return None
    # 对取得发明专利，完成成果转化的企业，给予: what is governed ends with its noun.
    ahead = _parts_before(folded, Span(span.end, part.end), _part_start(folded, part, before))
    goes_on = "的" not in span.cut(folded) and ahead and _NAMES_SOMEBODY.match(ahead[-1].cut(folded))
    return Span(span.start, ahead[-1].end) if goes_on else span


def _entitled_before(folded: str, part: Span, before: int) -> Span | None:
    """The part right before the one that gives, where it names who is entitled: 经评价优秀的中心，给予."""
    ahead = _parts_before(folded, part, _part_start(folded, part, before))
    words = ahead[-1].cut(folded) if ahead else ""
    return ahead[-1] if _NAMES_SOMEBODY.match(words) and not _GOVERNS.match(words) else None


def _stated_before(folded: str, part: Span, before: int) -> Span | None:
    """The parts right before the one that gives, back to one that says what the authority does."""
    ahead = _parts_before(folded, part, _part_start(folded, part, before))
    governed = [i for i, s in enumerate(ahead) if _GOVERNS.match(s.cut(folded))]
    ahead = ahead[governed[-1] + 1 if governed else 0 :]
    return Span(ahead[0].start, ahead[-1].end) if ahead else None


def _parts_before(folded: str, part: Span, end: int) -> list[Span]:
    """The comma-separated parts of a segment that end before ``end``, without their commas and list marks."""
    found = []
    for span in parts(folded[:end]):
        if span.end > part.start:
            start = max(span.start, part.start)
            mark = _MARK.match(folded[start : span.end])
            words = trim(folded, start + (mark.end() if mark else 0), span.end - (folded[span.end - 1] in ",，"))
            if words.end > words.start:
                found.append(words)
    return found


def _condition(folded: str, part: Span, scope: Span | None, before: int) -> Span | None:
    """The words up to the last 的 before the gift: of the scope, and of the parts between it and the gift."""
    start = scope.start if scope else part.start
    ends = [
        m.start() for m in _THAT.finditer(folded, scope.end - 1 if scope else start, before + 2) if m.start() > start
    ]
    if ends:
        return trim(folded, _without_opening(folded, start, part), ends[-1])
    if scope:
        if _SEVERAL.search(scope.cut(folded)):
            return scope
        match = _HEAD.match(scope.cut(folded))
        return trim(folded, scope.start, scope.start + match.end() - 1) if match else None
    each = _EACH.search(folded, part.start, part.end)
    return trim(folded, *each.span()) if each and each.start() <= before else None


def _without_opening(folded: str, start: int, part: Span) -> int:
    for opening in (_MARK, _OPENING):
        lead = opening.match(folded[start : part.end])
        start += lead.end() if lead else 0
    return start


def _part_start(folded: str, part: Span, at: int) -> int:
    """Where the comma-separated part that gives begins, with a part before it that says by what (按照…, 根据…)."""
    spans = [Span(s.start, s.end) for s in parts(folded) if s.end > part.start]
    index = next((i for i, s in enumerate(spans) if s.start <= at < s.end), 0)
    while index > 0 and re.match(r"\s*(?:按照?|根据|采取|以)", spans[index - 1].cut(folded)):
        index -= 1
    return max(part.start, spans[index].start) if spans else part.start


def _time_limit(sentence: Sentence, standard: Span) -> Span | None:
    """The part of the standard that says how long or until when."""
    for quantity in sentence.quantities:
        number = quantity.number
        if quantity.measure not in (Measure.DURATION, Measure.DATE) or not standard.covers(number):
            continue
        own = next(s for s in parts(sentence.folded) if s.start <= number.start < s.end)
        words = trim(sentence.folded, max(own.start, standard.start), min(own.end, standard.end))
        before = sentence.folded[words.start : number.start]
        if _LASTS.search(words.cut(sentence.folded)) and not _NOT_LASTING.search(before):
            return Span(words.start, words.end - (sentence.folded[words.end - 1] in ",，。;；"))
    return None
