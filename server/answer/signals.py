"""The signals of a sentence: what in its figures and its wording speaks for its being the one asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Final

from ingest.model import Document, Status
from ingest.normalize import fold
from server.answer.bounds import fit_of_tier
from server.answer.contact import contacts_asked, prints_contact
from server.answer.departments import names_authority
from server.answer.document_years import year_issued, years_of
from server.answer.fit import foreign_entities, is_indicator, is_of_asked_kind, unit_match
from server.answer.list_size import lists_exactly, opens_document, size_asked
from server.answer.sentences import Sentence
from server.understanding.facets import Facet
from server.understanding.quantities import Measure, Quantity
from server.understanding.question import Question

_NEGATED = re.compile(r"未(?:通过|获|能|享受|达到|完成)?|不予|不得|不再")
_ASKS_NEGATED = re.compile(r"没(?!问题)|未|(?<![对是能会行好可给要算够])不(?!超|低|少|$|？|\?)|失败|落选")
_OTHER_LEVEL = re.compile(r"国家级|省级|市级|特等奖|一等奖|二等奖|三等奖")
_DEFINES = re.compile(r"是指|所称|指的是|包括但不限于|本[\u4e00-\u9fa5]{2,4}所指")
_IN_CHIEF = re.compile(
    r"以下(?:简称|统称)[^)]{0,14}(?:部门|机构|机关)|(?:是|为)[^，,。]{0,24}主管(?:部门|机关)|"
    r"负责(?:本|全|所辖|辖区|组织|统筹|指导)[^，,。]{0,24}(?:工作|管理|实施)|统一(?:负责|管理)"
)
_LIABLE = re.compile(r"违反|滥用职权|玩忽职守|处分|罚款|法律责任")
_PUNISHES = re.compile(r"罚款|违反本|法律责任|给予警告|吊销|给予处分")
_ASKS_PENALTY = re.compile(r"罚|处分|处理|违反|违法|违规|责任|后果|吊销|拘留|坐牢|警告|怎么办|没收|扣分|犯法")
_GOAL = re.compile(r"目标|远景|规划|愿景|实现|建成|达到|计划")
_ASKS_TARGET = re.compile(
    r"目标|指标|力争|冲到|冲刺|计划到|要达到|打算(?:达到|新增)|要(?![求素点件])[^,，。;；、0-9]{1,6}(?:多少|几)[家户项亿万]"
)
_EVERY_YEAR = re.compile(r"每年|年均|每个年度")
_ADDED = re.compile(r"(?:新增|增加|新培育|新认定|新备案|新建)[^,，。;；、0-9]{0,24}$")
_ASKS_FLOW = re.compile(r"每年|年内|要多(?!少)|多几|年均|一年|年年|逐年|新[增建培认备]|增加|再增|几场|几次|几期|几届")
_SETS_TARGET = re.compile(r"到20[0-9]{2}年|力争|目标|确保|争取|达到|突破|新增|增长")
_IS_RESULT = re.compile(r"同比|比上年|较上年|比去年|增幅|居全[省国市]")
_BY_YEAR = re.compile(r"到\s*20[0-9]{2}年")
_YEARS = (Measure.YEAR, Measure.DATE)
_EXAMPLE = re.compile(r"为例|举例|例如|比如|譬如")
_ASKS_EXAMPLE = re.compile(r"举例|例子|例如|为例")
_CAPTION = re.compile(r"[^()（），,。；;：:！？!?0-9]{1,20}")
_ASKS_CAP = re.compile(r"最高|最多|至多|封顶|上限|顶格|撑死")
_SETS_CAP = re.compile(r"不设上限|不封顶|最高|最多|至多|封顶|上限|不超过|不得超过|为限")
_SAYS_WHEN = re.compile(
    r"(?:申报|申请|受理|办理|报名|缴费|评选|评审|兑付|拨付|登记)(?:期|时间|期限)(?:为|是|:)|第[一二三四]季度|[上下]半年"
    r"|每(?:年|学年|学期|季度?|月|周)[^,，。;；]{0,10}(?:前|后|内|初|末|底|中旬|上旬|下旬|[0-9]月)|[0-9]{1,2}月?[-—–~至到][0-9]{1,2}月"
)
_DATED = re.compile(
    r"(?<![0-9])((?:20)?[1-3][0-9])年?(?:的|那份|那个|发的|出的|印发的|版的?)?(?:那份|那个)?[\u4e00-\u9fa5]{0,6}(?:意见|办法|政策|要点|通知|文件|方案)"
)
_DATED_COUNTS = 2
_DOCUMENT = re.compile(r"意见|要点|总结|解读|公告|通知|办法|条例|规划|方案|若干政策")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence, each a share, a step or a small count; 0 where a signal does not apply."""

    coverage: float = 0.0
    """Weighted share of the question's terms the sentence says."""
    subject: float = 0.0
    """Share of the entities asked about that the sentence or its heading names, where two or more are asked."""
    near: float = 0.0
    """The clause's cosine, scaled between the lowest and highest of the clauses found."""
    fits: float = 0.0
    """A quantity of the kind asked for is in the sentence; half for one that only serves for it (a share, a period)."""
    unit: float = 0.0
    indicator: float = 0.0
    same_run: float = 0.0
    """Length of the longest run of characters shared with the question, from four on, at most ten."""
    year: float = 0.0
    other_year: float = 0.0
    goal_year: float = 0.0
    """到2030年 where a goal's year is asked for."""
    target: float = 0.0
    """The sentence sets a target, where one is asked for."""
    other_level: float = 0.0
    negated: float = 0.0
    both_negated: float = 0.0
    foreign: float = 0.0
    """Entities an amount is said of that the question does not name (中介机构), at most two."""
    same_value: float = 0.0
    """The sentence has the very amount the asker names."""
    listing: float = 0.0
    """Joints (、 or +) of an enumeration where a list is asked for, at most six."""
    heading: float = 0.0
    """Weighted share of the question's terms that the clause's heading says."""
    list_size: float = 0.0
    """The sentence lists as many members as the asker says there are (哪四级)."""
    opened_list: float = 0.0
    """The sentence opens or belongs to a list inside its clause, where a list is asked for."""
    defines: float = 0.0
    """…是指…, 本办法所称… where a meaning is asked for."""
    authority: float = 0.0
    """The sentence says who is in charge, where that is asked for; 2 when it names the authority in chief."""
    contact: float = 0.0
    """The sentence prints a contact of the kind asked for."""
    tier: float = 0.0
    """1 where a measure the asker states lies in a range the sentence sets, -1 where it sets others only."""
    punishes: float = 0.0
    """The sentence sets a penalty and none is asked about."""
    focus: float = 0.0
    """The turn before was answered from this clause."""
    example: float = 0.0
    """The sentence works an example (以…为例), which is no rule."""
    caption: float = 0.0
    """The sentence is a bare caption over others, or the words before a document's body."""
    condition: float = 0.0
    """The sentence is an item of a list of conditions, where conditions are asked for."""
    cap: float = 0.0
    """The sentence sets a ceiling, where one is asked for."""
    when: float = 0.0
    """The sentence says a time of the year in words (每年第一季度, 申报期为…), where a time is asked for."""
    flow: float = 0.0
    """The figure is one of every year (每年新增200家) where a total is asked for."""
    document: float = 0.0
    """The sentence is of the kind of document the asker names (那份要点)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each of the :class:`Signals` counts."""

    coverage: float = 1.0
    subject: float = 0.3
    near: float = 0.45
    fits: float = 0.5
    unit: float = 0.15
    indicator: float = 0.25
    same_run: float = 0.03
    year: float = 0.3
    other_year: float = -0.8
    goal_year: float = 0.6
    target: float = 0.3
    other_level: float = -0.35
    negated: float = -0.15
    both_negated: float = 0.2
    foreign: float = -0.1
    same_value: float = 0.3
    listing: float = 0.05
    heading: float = 0.3
    list_size: float = 0.4
    opened_list: float = 0.25
    defines: float = 0.5
    authority: float = 0.3
    contact: float = 0.8
    tier: float = 0.5
    punishes: float = -0.3
    focus: float = 0.35
    example: float = -0.5
    caption: float = -0.5
    condition: float = 0.3
    cap: float = 0.2
    when: float = 0.3
    flow: float = -0.5
    document: float = 0.25

    def score(self, signals: Signals) -> float:
        """The weighted sum, without unit: the higher, the better a sentence fits."""
        return float(sum(getattr(self, name) * getattr(signals, name) for name in SIGNAL_NAMES))


SIGNAL_NAMES: Final = tuple(f.name for f in fields(Signals))
WEIGHTS: Final = Weights()


def figure_signals(question: Question, sentence: Sentence, fitting: tuple[Quantity, ...]) -> dict[str, float]:
    """Those of the sentence's quantities, of which ``fitting`` are of the kind asked for."""
    found: dict[str, float] = {}
    if fitting:
        found["fits"] = 1.0 if is_of_asked_kind(question, sentence, fitting) else 0.5
        found["unit"] = unit_match(question, fitting)
        if Facet.AMOUNT in question.facets:
            found["foreign"] = min(2, foreign_entities(question, sentence, fitting))
    if fitting and question.facets[0] is Facet.COUNT:
        found["indicator"] = float(is_indicator(question, sentence, fitting))
        found["flow"] = float(_is_flow(sentence.folded, fitting) and _ASKS_FLOW.search(question.folded) is None)
    named = {(q.measure, q.value) for q in question.quantities}
    bounds = [q for q in sentence.quantities if q not in fitting]
    found["tier"] = float(fit_of_tier(question.quantities, sentence.folded, bounds))
    found["same_value"] = float(bool(named & {(q.measure, q.value) for q in sentence.quantities}))
    return found


def reader_of(question: Question) -> SequenceMatcher[str]:
    """What :func:`wording_signals` compares sentences with: the question, read once for all of them."""
    return SequenceMatcher(None, "", question.folded.lower(), autojunk=False)


def _is_flow(folded: str, fitting: tuple[Quantity, ...]) -> bool:
    """Whether figures are counted by the year, or are what is new (力争新增平台10家), not what there is in all."""
    if _EVERY_YEAR.search(folded):
        return True
    return all(_ADDED.search(folded[: q.number.start]) for q in fitting)


def wording_signals(question: Question, sentence: Sentence, shared: SequenceMatcher[str]) -> dict[str, float]:
    """Those of the sentence's words; ``shared`` is :func:`reader_of` the question."""
    folded = sentence.folded
    found: dict[str, float] = {}
    shared.set_seq1(folded)
    run = shared.find_longest_match().size
    found["same_run"] = min(run, 10) if run >= 4 else 0.0
    levels = [t for t in question.terms if t.kind == "levels"]
    if levels and not any(t.said_in(folded) for t in levels) and _OTHER_LEVEL.search(folded):
        found["other_level"] = 1.0
    if _ASKS_TARGET.search(question.folded) and _SETS_TARGET.search(folded) and not _IS_RESULT.search(folded):
        found["target"] = 1.0
    if _NEGATED.search(folded):
        found["both_negated" if _ASKS_NEGATED.search(question.folded) else "negated"] = 1.0
    if _EXAMPLE.search(folded) and not _ASKS_EXAMPLE.search(question.folded):
        found["example"] = 1.0
    text = sentence.clause.text.strip()
    if not sentence.clause.label and (_CAPTION.fullmatch(text) or opens_document(folded)):
        found["caption"] = 1.0
    if _ASKS_CAP.search(question.folded) and _SETS_CAP.search(folded):
        found["cap"] = 1.0
    if question.facets[0] in (Facet.WHEN, Facet.DEADLINE) and _SAYS_WHEN.search(folded):
        found["when"] = 1.0
    if Facet.LIST in question.facets:
        joints = sum(map(folded.count, "、+—"))
        found["list_size"] = float(lists_exactly(folded, size) if (size := size_asked(question.folded)) else 0)
        found["listing"] = min(joints, 6) if joints >= 2 else 0.0
        found["opened_list"] = float(bool(sentence.opener) or folded.endswith(":"))
    if Facet.DEFINITION in question.facets and _DEFINES.search(folded):
        found["defines"] = 1.0
    if _PUNISHES.search(folded) and not _ASKS_PENALTY.search(question.folded):
        found["punishes"] = 1.0
    if Facet.CONTACT in question.facets and prints_contact(folded, contacts_asked(question.folded)):
        found["contact"] = 1.0
    if question.facets[0] is Facet.DEPARTMENT and names_authority(folded) and not _LIABLE.search(folded):
        found["authority"] = 2.0 if _IN_CHIEF.search(folded) else 1.0
    return found


def year_signals(question: Question, sentence: Sentence, around: set[int]) -> dict[str, float]:
    """Whether the sentence is of the year asked about; ``around``: years stated above it, where it states none."""
    asks_year = Facet.YEAR in question.facets
    if asks_year and _GOAL.search(question.folded) and _BY_YEAR.search(sentence.folded):
        return {"goal_year": 1.0}
    stated = {int(q.value) for q in sentence.quantities if q.unit == "年" and q.measure in _YEARS} or around
    # A year in a question that asks for one is the asker's guess, not a condition.
    if asks_year or not question.years or not stated:
        return {}
    # 2021年投入102.64亿，对吧: the figure may be right and the year wrong.
    named = {(q.measure, q.value) for q in question.quantities} & {(q.measure, q.value) for q in sentence.quantities}
    if named and Facet.YES_NO in question.facets:
        return {}
    return {"year" if stated & set(question.years) else "other_year": 1.0}


def document_signal(question: Question, document: Document) -> float:
    """1 where the sentence is of the kind of document the asker names, more where he names its year; less than 0 where
    its year is another.
    """
    title = fold(document.title)
    if dated := {int(f"20{match[1][-2:]}") for match in _DATED.finditer(question.folded)}:
        own = years_of(document) or year_issued(document)
        return float(_DATED_COUNTS * (bool(own & dated) - bool(own and not own & dated)))
    named = set(_DOCUMENT.findall(question.folded))
    draft = document.status is Status.DRAFT and re.search(r"草案|征求意见稿", question.folded)
    return float(bool(draft) or any(title.endswith(word) or word in title[-12:] for word in named))
