"""Which of a sentence's quantities are of the kind a question asks for, and whether they are said of its subject."""

from __future__ import annotations

import re

from ingest.metadata.dates import is_date_line
from ingest.normalize import fold
from server.answer.alignment import aligned
from server.answer.sentences import Sentence, parts
from server.understanding.facets import Facet
from server.understanding.lexicon import load_lexicon
from server.understanding.quantities import Measure, Quantity
from server.understanding.question import Question
from server.understanding.terms import Term

_WANTED = {
    Facet.AMOUNT: (Measure.MONEY, Measure.FORMULA),
    Facet.RATE: (Measure.PERCENT, Measure.RATIO),
    Facet.COUNT: (Measure.COUNT,),
    Facet.DURATION: (Measure.DURATION,),
    Facet.YEAR: (Measure.YEAR, Measure.DATE),
    Facet.DEADLINE: (Measure.DATE,),
    Facet.WHEN: (Measure.DATE, Measure.YEAR),
}
_ATTRIBUTE = re.compile(r"费率|利率|税率|年化|房价|单价|名额|编制|面积|收费标准|电价|水价")
_FINES = re.compile(r"罚款|罚金|拘留|没收|处[^，。]{0,12}元")
_EQUAL = "同等额度"
_BY_THE_DAY = re.compile(r"几月|几号|哪一?天|哪个月|日期")
_MULTIPLE = re.compile(r"^(?:的)?[\u4e00-\u9fa5]{0,8}(?:工资|收入|缴费|价款|货值|租金)")
_ASKS_PAY = re.compile(r"奖|补|给|支持|资助|配套|贴息|补偿|领|发|真金白银")
_PAYS = re.compile(r"奖|补|给|支持|资助|配套|贴息|资金|经费|领取|发放")
_PAID_SHARE = re.compile(r"补助|奖|配套|给予|补偿|贴息|资助|补贴")
_UNIT = re.compile(
    r"(?:多少|几|几十|几百|几千|几万|多少万)"
    r"(人次|家次|家|个|项|名|人|户|件|种|期|场|次|处|位|台|套|条|届|亩|册|单|笔|部|辆|只|座|岁|度|小时|分钟|天|年|个月)"
)
_POINTS = re.compile(r"(?:多少|几)个?(?:百分)?点(?!钟|儿)")
_SAME_UNIT = {
    "场": {"场", "期", "次"},
    "名": {"名", "人"},
    "人": {"名", "人"},
    "个": {"个", "家", "项", "处"},
    "家": {"家", "个"},
    "岁": {"岁", "周岁"},
    "度": {"度", "摄氏度"},
    "天": {"天", "日", "个工作日"},
    "部": {"部", "台"},
    "只": {"只", "条", "头"},
    "条": {"条", "只"},
}
_HOW_MANY = r"[^,，。;；、]{0,8}(?:多少|几(?![个家人名次场期年月天]))"
_COUNTED_IN = (
    (
        re.compile(rf"(?:人|人才|专家|博士|硕士|工程师|经[纪理]人|特派员|员工|学生|毕业生){_HOW_MANY}"),
        {"人", "名", "位", "人次"},
    ),
    (re.compile(rf"(?:企业|机构|平台|中心|实验室|高企|基地|园区|孵化器|载体){_HOW_MANY}"), {"家", "个", "户"}),
)
"""What people and organisations are counted in, where the question leaves the unit out."""
_PER = re.compile(r"每[^每，,。；;]{0,10}$")
_BY_TIME = re.compile(r"每(?:[0-9]+个?|半|一|两)?(?:年|季度?|月|周|星期|日|天|学期)")
"""每年组织1次 says how many, 每培育1家 for which one something is given."""
_SCOPE = re.compile(r"(?:^|[,，、])(?:对|凡)(?!接)")
_INDICATOR = re.compile(
    r"^(?:数量|总量|总数|数)?(?:累计|总量|总数)?(?:发展到|达到|达|突破|增加到|增至|为|有|超过|力争|将)*\s*$"
)


def fitting_quantities(question: Question, sentence: Sentence) -> tuple[Quantity, ...]:
    """The quantities of a sentence that are of the first kind asked for and said of what is asked about.

    In 对孵化器给予支持，对众创空间给予20万元 no amount is the 孵化器's, so for it there is none.
    """
    asked = next((_WANTED[facet] for facet in question.facets if facet in _WANTED), None)
    if asked is not None and is_date_line(sentence.folded.rstrip("。")):
        return ()  # the day under a signature is no day of anything asked
    if asked is None or question.facets[0] is Facet.DEPARTMENT:
        return ()
    if any(attribute not in sentence.folded for attribute in _ATTRIBUTE.findall(question.folded)):
        return ()
    counted = [q for q in sentence.quantities if q.measure in asked and not _is_per_unit(sentence.folded, q)]
    fitting = _of_asked_subject(question, sentence, counted)
    if Facet.AMOUNT in question.facets:
        fitting = _amounts(question, sentence, fitting)
    elif (
        not fitting and {Facet.DEADLINE, Facet.WHEN} & set(question.facets) and not _BY_THE_DAY.search(question.folded)
    ):
        fitting = [q for q in sentence.quantities if q.measure is Measure.DURATION]
    elif not fitting and {Facet.COUNT, Facet.RATE} & set(question.facets):
        fitting = _of_asked_subject(
            question, sentence, [q for q in sentence.quantities if q.measure is Measure.FORMULA]
        )
    if not fitting and question.facets[0] is Facet.COUNT:
        fitting = [q for q in sentence.quantities if q.measure in (Measure.PERCENT, Measure.MONEY)]
    units = asked_units(question)
    return tuple(q for q in fitting if q.unit in units) or tuple(fitting)


def is_of_asked_kind(question: Question, sentence: Sentence, fitting: tuple[Quantity, ...]) -> bool:
    """Whether any fitting quantity is of the very kind asked for, not one that serves for it (a period for a day)."""
    asked = next((_WANTED[facet] for facet in question.facets if facet in _WANTED), ())
    if Facet.AMOUNT in question.facets:
        asked = (Measure.MONEY,)
    return any((q.measure in asked or q.text == _EQUAL) and not is_condition(sentence.folded, q) for q in fitting)


def is_condition(folded: str, quantity: Quantity) -> bool:
    """Whether a figure only says *when* (怀孕未满4个月流产的，享受15天产假): its part ends with 的, another follows."""
    spans = parts(folded)
    at = next(i for i, s in enumerate(spans) if s.covers(quantity.number))
    return at + 1 < len(spans) and spans[at].cut(folded).rstrip("，, ").endswith("的")


def _is_per_unit(folded: str, quantity: Quantity) -> bool:
    """Whether a count is the unit something is given by (每培育1家, 给予10万元), no number of anything."""
    is_one = quantity.measure is Measure.COUNT and quantity.value == 1
    before = _PER.search(folded[: quantity.number.start]) if is_one else None
    return before is not None and not _BY_TIME.match(before.group())


def _of_asked_subject(question: Question, sentence: Sentence, found: list[Quantity]) -> list[Quantity]:
    """``found`` without figures whose own words name other entities than those asked about, and none of these.

    研发强度超过全省平均水平,高新产值占比达到50%以上: for the 研发强度 there is no figure.
    """
    own = [t for t in question.terms if t.kind == "entities" and t.said_in(sentence.folded)]
    heading = fold(sentence.clause.heading).lower()
    headed = Facet.AMOUNT not in question.facets and any(t.said_in(heading) for t in own)
    if not own or headed:
        return found
    kept = []
    for quantity in found:
        words = own_words(sentence, quantity)
        named = [c for _, concepts in load_lexicon().find(words) for c in concepts if c.kind == "entities"]
        if not named or any(t.said_in(words) for t in own):
            kept.append(quantity)
    return kept


def own_words(sentence: Sentence, quantity: Quantity) -> str:
    """What stands between the figure before and this one, with the words right behind it, all folded."""
    left = max((q.number.end for q in sentence.quantities if q.number.end <= quantity.number.start), default=0)
    behind = re.match(r"[^，,。；;、]*", sentence.folded[quantity.number.end :])
    return sentence.folded[left : quantity.number.end + (behind.end() if behind else 0)]


def asks_to_be_paid(question: Question) -> bool:
    """Whether an amount asked for is one the asker hopes to get (奖, 补, 支持), not a fine or a price."""
    return Facet.AMOUNT in question.facets and "罚" not in question.folded and bool(_ASKS_PAY.search(question.folded))


def is_about_pay(sentence: Sentence) -> bool:
    """Whether a sentence speaks of money paid out, stated or not."""
    return _PAYS.search(sentence.folded) is not None


def _amounts(question: Question, sentence: Sentence, found: list[Quantity]) -> list[Quantity]:
    asks_fine = "罚" in question.folded
    if asks_fine != bool(_FINES.search(sentence.folded)):
        return []
    if not asks_fine and _ASKS_PAY.search(question.folded) and not _PAYS.search(sentence.folded):
        return []
    entities = [t for t in question.terms if t.kind == "entities" and t.said_in(sentence.folded)]
    if entities:
        found = [q for q in found if any(t.said_in(scope(sentence.folded, q)) for t in entities)]
    if found:
        return found
    multiples = [q for q in sentence.quantities if _is_multiple(sentence.folded, q)]
    if multiples:
        return multiples
    shares = (Measure.PERCENT, Measure.RATIO)
    return [q for q in sentence.quantities if q.measure in shares and _is_paid(sentence.folded, q)]


def foreign_entities(question: Question, sentence: Sentence, fitting: tuple[Quantity, ...]) -> int:
    """How many entities the first fitting figure is said of without the question naming them."""
    own = {t.text for t in question.terms}
    said = scope(sentence.folded, fitting[0])
    named = {c.name for _, concepts in load_lexicon().find(said) for c in concepts if c.kind == "entities"}
    return len(named - own)


def _is_multiple(folded: str, quantity: Quantity) -> bool:
    """An amount in wages or multiples: 13个月的本人工资, 全国城镇居民人均可支配收入的20倍."""
    if quantity.unit == "倍":
        return True
    return quantity.unit == "个月" and _MULTIPLE.match(folded[quantity.number.end :]) is not None


def scope(folded: str, quantity: Quantity) -> str:
    """What a figure is said of: from the last 对… that opens a part before it, through the figure's own part."""
    starts = [m.start() for m in _SCOPE.finditer(folded, 0, quantity.number.start)]
    end = next(s.end for s in parts(folded) if s.covers(quantity.number))
    return folded[starts[-1] if starts else 0 : end]


def _is_paid(folded: str, quantity: Quantity) -> bool:
    """Whether a share is one of money paid out: a word of paying stands in the same comma-separated part."""
    own = next(s for s in parts(folded) if s.covers(quantity.number))
    return _PAID_SHARE.search(own.cut(folded)) is not None


def asked_units(question: Question) -> frozenset[str]:
    """Units the question counts in (几场 → 场, 期, 次); empty when it does not say."""
    units: set[str] = {"个百分点"} if _POINTS.search(question.folded) else set()
    for unit in _UNIT.findall(question.folded):
        units |= _SAME_UNIT.get(unit, {unit})
    if not units and Facet.COUNT in question.facets:
        units = next((set(kind) for noun, kind in _COUNTED_IN if noun.search(question.folded)), set())
    return frozenset(units)


def unit_match(question: Question, fitting: tuple[Quantity, ...]) -> float:
    """1 when a figure has the very unit asked for, ½ when it has one that serves for it, else 0."""
    exact = _UNIT.search(question.folded)
    if exact and any(q.unit == exact[1] for q in fitting):
        return 1.0
    return 0.5 if any(q.unit in asked_units(question) for q in fitting) else 0.0


def is_indicator(question: Question, sentence: Sentence, fitting: tuple[Quantity, ...]) -> bool:
    """Whether a figure is the count *of* the entity asked about (高新技术企业总量达到1027家)."""
    entities = [t for t in question.terms if t.kind == "entities"]
    pairs = aligned(sentence.folded, sentence.quantities)
    if any(t.said_in(p.subject) for t in entities for p in pairs if p.quantity in fitting):
        return True
    return any(_counts(term, sentence.folded, fitting) for term in entities)


def _counts(term: Term, folded: str, fitting: tuple[Quantity, ...]) -> bool:
    for way in term.ways:
        for match in re.finditer(re.escape(way), folded):
            after = [q.number.start for q in fitting if q.number.start >= match.end()]
            if any(_INDICATOR.match(folded[match.end() : start]) for start in after):
                return True
    return False


def secondary(question: Question, sentence: Sentence) -> tuple[Quantity, ...]:
    """Quantities of the other kinds asked for (罚多少、关几天: the days), which belong in the answer too."""
    asked = [facet for facet in question.facets if facet in _WANTED and facet is not Facet.COUNT]
    wanted = {measure for facet in asked[1:] for measure in _WANTED[facet]}
    return tuple(q for q in sentence.quantities if q.measure in wanted)
