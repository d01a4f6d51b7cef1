"""A question that names no region: every region whose documents speak of the matter answers in a row of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.region import NATION
from ingest.model import Region
from server.answer.compare import Answers, rows
from server.answer.evidence import Evidence
from server.answer.outcome import Answered, Outcome
from server.understanding.facets import is_measured
from server.understanding.question import Question

_NEAR_BEST = 0.8
"""Share of the best sentence's score from which another region's sentence is about the same matter."""
_ASKED_FOR = 0.5
"""The same where the asker wants to hear of every place."""
_EVERYWHERE = re.compile(r"各(?:地|市|个市|城市|区县)|哪(?:个|些|几个)(?:市|城市|地方|地区|区县)|其他(?:市|城市|地方)")
_MOST = 4
_LONGEST = 220
"""Characters of all rows together: a clerk reads them aloud."""


def regions_speaking(question: Question, passing: Sequence[Evidence]) -> tuple[Region, ...]:
    """The regions below the nation whose sentences say as much of the question as the best one, best first.

    Where a quantity is asked for, only sentences that have one count.
    """
    measured = is_measured(question.facets)
    told = [e for e in passing if e.signals.fits == 1] if measured else list(passing)
    if not told:
        return ()
    best = told[0]
    share = _ASKED_FOR if _EVERYWHERE.search(question.folded) else _NEAR_BEST
    found: dict[Region, None] = {}
    for evidence in told:
        region = evidence.document.region
        if region is None or region == NATION or evidence.score < share * best.score:
            continue
        if evidence.subject >= best.subject and evidence.coverage >= share * best.coverage:
            found.setdefault(region)
    return tuple(found)


def across_regions(answers: Answers, question: Question, regions: Sequence[Region]) -> Outcome | None:
    """A row a region, best first, as many as are short enough together; ``None`` where fewer than two answer."""
    sides: list[tuple[str, Outcome]] = []
    length = 0
    for region in regions[:_MOST]:
        outcome = answers.in_region(question, region)
        if not isinstance(outcome, Answered):
            continue
        length += sum(len(s.text) for s in outcome.statements)
        if sides and length > _LONGEST:
            break
        sides.append((region.name, outcome))
    return Answered(*rows(sides)) if len(sides) >= 2 else None
