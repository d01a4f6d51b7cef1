"""Under which condition a figure holds: the words of 对…的, 违反…的, and the level and occasion they name."""

from __future__ import annotations

import re

from ingest.model import Span
from ingest.normalize import trim
from server.answer.sentences import parts
from server.understanding.lexicon import load_lexicon
from server.understanding.quantities import Quantity

_SCOPE = re.compile(r"(?:^|[,，、。：:])\s*(?:[一二三四五六七八九十]是)?(?P<to>对|凡)(?!接|标|口|外|内|照|上争)")
_SCOPE_END = re.compile(
    r"[,，](?!或|且|并|和|以及|及)|给予|予以|分别|一次性|按照|择优|可?直接|每(?=通过|培[育养]|新)|[。；;]"
)
_ACTS = re.compile(r"进行|开展|实行|实施(?!的)|加强|提供|推进")
_THAT = re.compile(r"的[,，:：]")
_LABEL = re.compile(r"[(][一二三四五六七八九十0-9]+[)]")
_OF = re.compile(r".*的(?=[^的]+$)")
_FIRST = re.compile(r"首次|第一次|初次")
_AGAIN = re.compile(r"复审|重新认定|再次认定|续评")
_SHORT_LEVEL = re.compile(r"^(?:国家|[省市县区])$")
_LEVELS = ("国家级", "省级", "市级", "县级")


def scope_of(folded: str, quantity: Quantity) -> Span | None:
    """What the last 对… before a figure governs, as far as it reaches (对首次通过…认定的企业，给予)."""
    starts = [m.end("to") for m in _SCOPE.finditer(folded, 0, quantity.number.start)]
    if not starts:
        return None
    end = _SCOPE_END.search(folded, starts[-1])
    span = trim(folded, starts[-1], end.start() if end else len(folded))
    return span if span.end - span.start >= 2 and not _ACTS.search(span.cut(folded)) else None


def is_threshold(folded: str, quantity: Quantity) -> bool:
    """Whether a figure only says *when* (怀孕未满4个月流产的，享受…): its part ends in 的 and another follows."""
    end = next((s.end for s in parts(folded) if s.start <= quantity.number.start < s.end), len(folded))
    return end < len(folded) and _THAT.search(folded, quantity.number.end, end) is not None


def condition_in(folded: str, scope: Span | None) -> Span | None:
    """The restriction in a scope, without its head noun: 首次通过高新技术企业认定 of …认定的企业."""
    if scope is None:
        return None
    words = scope.cut(folded).rstrip("，,")
    match = _OF.match(words)
    if words.endswith("的"):
        return Span(scope.start, scope.start + len(words) - 1)
    return Span(scope.start, scope.start + match.end() - 1) if match else None


def condition_before(folded: str, quantity: Quantity) -> Span | None:
    """The parts before a figure that end in 的 (怀孕未满4个月流产的，享受15天产假), from their sentence's start."""
    before = parts(folded[: quantity.number.start])
    ends = [s.start + m.start() for s in before[:-1] for m in [_THAT.search(s.cut(folded))] if m]
    label = _LABEL.match(folded)
    return trim(folded, label.end() if label else 0, ends[-1]) if ends else None


def level_in(words: str) -> str:
    """The one level or grade ``words`` name, by its formal name; empty when none or several are."""
    if _SHORT_LEVEL.match(words):
        return words + "级"
    named = {level for level in _LEVELS if level in words}
    named |= {c.name for _, concepts in load_lexicon().find(words) for c in concepts if c.name.endswith("等奖")}
    return named.pop() if len(named) == 1 else ""


def occasion_in(words: str) -> str:
    """首次 or 复审 where ``words`` say one of them."""
    again = _AGAIN.search(words)
    first = _FIRST.search(words)
    return "" if bool(first) == bool(again) else "首次" if first else "复审"
