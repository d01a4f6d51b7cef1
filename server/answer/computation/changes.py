"""Back and forth along a stated change: 769家 after 增加133家 were 636家; 251.54亿元 at 增长30% become 327.002亿元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.numerals import write_decimal
from server.answer.computation.figures import Figure, pairs, read_figures
from server.answer.computation.gaps import named_figures, own_score
from server.answer.computation.problem import Problem, Worked
from server.answer.computation.relevance import best_alone, closeness, is_in_asked_unit
from server.answer.computation.writing import write, write_figure, write_like
from server.answer.document_years import years_of
from server.answer.evidence import Evidence
from server.answer.sentences import Sentence, sentences
from server.understanding.quantities import Measure, find_quantities

_CHANGE = re.compile(
    r"(?:(?:比|较|同比|与)?[^，,。；;]{0,2}?(?:上年同期|上年度?|去年同期|去年|前一年|同期|20[0-9]{2}年)[^，,。；;]{0,4}?|同比|净|新)?"
    r"(?P<way>增加|增长|增幅|增速|提高|提升|上升|上涨|减少|下降|降低|回落|压缩)(?:了|达|达到|约|为)?\s*$"
)
_FALLS = re.compile(r"减少|下降|降低|回落|压缩")
_COMPARED = re.compile(r"上年|去年|前一年|同比|同期|增幅|增速|较|比")
_EARLIER = re.compile(r"前一年|上一?年|头一年|去年|此前|原来|之前|原先|增长前|上年度|同期|前年|早一年|再往前")
_BACKWARDS = re.compile(r"倒推|反推|倒算|往回[推算]|反过来算")
_AIM_GROWTH = re.compile(r"(?:增长|增速|增幅|提高|上升)(?:率)?(?:达到|达|为|约|超过|不低于|保持在?|力争|在|到)*\s*$")
_ASKS_NEXT = re.compile(
    r"(?:基础上|按(?:照|着)?|照|依|如果|要是|完成|实现|增长|增速).{0,30}(?:到|达|是|为|有|冲|做)?(?:多少|几)|(?:要|能|会|应|得)(?:到|达到|做到|涨到|增加到|是|有)(?:多少|几)"
)
_ASKS_GAIN = re.compile(
    r"净增|(?:还要|还得|要|需|再|还)(?:新?增加?|多)(?:出)?(?:多少|几)|还差(?:多少|几)|缺口|增加(?:多少|几)"
)
_NEW = re.compile(r"新增|净增|新培育|新认定|增加")
_LEVEL = re.compile(r"达到?|总量|总数|共有|累计|突破|为")
_YEARLY = re.compile(r"年均")
_REPEATS_BASE = 0.34


def value_before_change(problem: Problem, evidence: Evidence, _others: Sequence[Evidence]) -> Worked | None:
    """The value of the year before, where a sentence gives this year's and the change."""
    sentence = evidence.sentence
    if not _asks_earlier(problem, evidence):
        return None
    own = sentences(evidence.clause)
    choices = []
    figures = list(read_figures(sentence.text))
    for at, change in enumerate(figures):
        match = _CHANGE.search(sentence.folded[: change.span.start][-24:])
        if match is None or not _COMPARED.search(match.group() + change.lead):
            continue
        value = next((f for f in reversed(figures[:at]) if _changes(f, change)), None)
        if value is not None and is_in_asked_unit(value, problem):
            choices.append((closeness(value.words + change.lead, problem), (value, change, match["way"])))
    chosen = best_alone(choices)
    if chosen is None or sentence not in own:
        return None
    value, change, way = chosen
    return _back(sentence, value, change, fell=_FALLS.search(way) is not None)


def _asks_earlier(problem: Problem, evidence: Evidence) -> bool:
    """Whether the year asked about is the one before that of the sentence."""
    stated = _years_of_sentence(evidence)
    years = set(problem.question.years)
    if _BACKWARDS.search(problem.words) and years <= stated:
        return True
    if years:
        return bool(stated) and not years & stated and any(y + 1 in stated for y in years)
    return _EARLIER.search(problem.words) is not None and not re.search(r"比|较|增|降|多(?!少)|少了", problem.words)


def _years_of_sentence(evidence: Evidence) -> set[int]:
    """The years a sentence speaks of: its own, those named last before it in its clause, or its document's."""
    stated: set[int] = set()
    for sentence in sentences(evidence.clause):
        if sentence.position > evidence.sentence.position:
            break
        own = {int(q.value) for q in find_quantities(sentence.text) if q.measure in (Measure.YEAR, Measure.DATE)}
        stated = own or stated
    return stated or years_of(evidence.document)


def _changes(value: Figure, change: Figure) -> bool:
    if change.unit == "个百分点":
        return value.measure is Measure.PERCENT and value.unit == "%"
    if change.measure is Measure.PERCENT:
        return value.measure is not Measure.PERCENT
    return value.like(change)


def _back(sentence: Sentence, value: Figure, change: Figure, *, fell: bool) -> Worked:
    now, by = write_figure(value), write_figure(change)
    if change.measure is Measure.PERCENT and change.unit == "%":
        factor = 1 - change.value / 100 if fell else 1 + change.value / 100
        before = value.value / factor
        if value.measure is Measure.COUNT:
            shown = f"约{write_decimal(before.quantize(Decimal(1)))}{value.unit}"
        else:
            shown = write_like(before, value)
        text = f"{shown}（{now}÷（1{'－' if fell else '＋'}{by}）={shown}）"
    else:
        before = value.value + change.value if fell else value.value - change.value
        shown = write_like(before, value)
        text = f"{shown}（{now}{'＋' if fell else '－'}{by}={shown}）"
    return Worked(text, (sentence,), (shown, now, by, "1"))


def value_after_growth(problem: Problem, evidence: Evidence, others: Sequence[Evidence]) -> Worked | None:
    """Base × (1 + growth), the base from the question, or from another sentence that states the same indicator."""
    sentence = evidence.sentence
    if not _ASKS_NEXT.search(problem.words):
        return None
    growths = [
        f
        for f in read_figures(sentence.text)
        if f.measure is Measure.PERCENT and f.unit == "%" and _AIM_GROWTH.search(f.lead)
    ]
    growths = [g for g in growths if not re.search(r"上年|去年|同比|同期", g.lead)]
    if not growths:
        return None
    growth = max(growths, key=lambda g: closeness(g.lead, problem))
    stated = problem.of(Measure.MONEY, Measure.COUNT)
    used: tuple[Sentence, ...] = (sentence,)
    if len(stated) == 1:
        base = stated[0]
    elif stated:
        return None
    else:
        found = _stated_elsewhere(problem, evidence, growth, others)
        if found is None:
            return None
        base, used = found[0], (found[1], sentence)
    years = [d for d in problem.of(Measure.DURATION) if d.unit == "年"]
    power = int(years[0].value) if years and _YEARLY.search(growth.lead) else 1
    if years and power == 1 and years[0].value != 1:
        return None
    value = base.value * (1 + growth.value / 100) ** power
    total = write(value, base.measure, base.unit)
    raised = f"{write_figure(base)}×（1＋{write_figure(growth)}）" + (f"的{power}次方" if power > 1 else "")
    values = (total, write_figure(base), write_figure(growth), "1", f"{power}次")
    return Worked(f"{total}（{raised}={total}）", used, values)


def _stated_elsewhere(
    problem: Problem, evidence: Evidence, growth: Figure, others: Sequence[Evidence]
) -> tuple[Figure, Sentence] | None:
    """The figure another sentence gives for the indicator that is to grow: most of its words are the same."""
    name = pairs(growth.lead)
    best: tuple[float, Figure, Sentence] | None = None
    for other in others:
        if other.sentence is evidence.sentence or other.document.region != evidence.document.region:
            continue
        for figure in read_figures(other.sentence.text):
            if figure.measure not in (Measure.MONEY, Measure.COUNT) or not name:
                continue
            share = len(name & pairs(figure.lead)) / len(name)
            if share >= _REPEATS_BASE and closeness(figure.lead, problem) and (best is None or share > best[0]):
                best = (share, figure, other.sentence)
    return (best[1], best[2]) if best else None


def still_to_reach(problem: Problem, evidence: Evidence, others: Sequence[Evidence]) -> Worked | None:
    """Goal − the figure the year before, each from its own sentence: 净增 of 1260家 over 1027家."""
    if not _ASKS_GAIN.search(problem.words) or problem.givens:
        return None
    years = set(problem.question.years) or _years_of_sentence(evidence)
    goal = _indicator(evidence, problem)
    if goal is None or not _years_of_sentence(evidence) & years:
        return None
    for other in others:
        earlier = {y + 1 for y in _years_of_sentence(other)} & years
        if other.document.region != evidence.document.region or not earlier or _years_of_sentence(other) & years:
            continue
        now = _indicator(other, problem)
        if now and now[0].like(goal[0]) and _same_indicator(now[1], goal[1], problem) and now[0].value < goal[0].value:
            gain = write_like(goal[0].value - now[0].value, goal[0])
            a, b = write_figure(goal[0]), write_figure(now[0])
            return Worked(f"{gain}（目标{a}－上年{b}={gain}）", (evidence.sentence, other.sentence), (gain, a, b))
    return None


def _indicator(evidence: Evidence, problem: Problem) -> tuple[Figure, str] | None:
    """The figure of a sentence that states how many there are of what is asked about (达到1260家), with its words."""
    named = [
        (f, words)
        for f, _, words in named_figures(evidence.sentence)
        if f.measure in (Measure.COUNT, Measure.MONEY) and not _NEW.search(words)
    ]
    named = [
        (f, words)
        for f, words in named
        if _LEVEL.search(evidence.sentence.folded[: f.span.start][-30:]) and closeness(words, problem) > 0
    ]
    scored = [(own_score(w, [o for g, o in named if g is not f], problem), (f, w)) for f, w in named]
    return best_alone([(score, choice) for score, choice in scored if score > 0])


def _same_indicator(one: str, other: str, problem: Problem) -> bool:
    """Whether both speak of the same things of those the question names."""
    entities = [t for t in problem.question.terms if t.kind == "entities"]
    said = [{t.text for t in entities if t.said_in(words.lower())} for words in (one, other)]
    return bool(said[0]) and said[0] == said[1]
