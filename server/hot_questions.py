"""Questions worth asking: what people ask most, and what the documents answer best. Each one is tried beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from threading import Event, Lock
from weakref import WeakKeyDictionary

from ingest.metadata.region import divisions
from ingest.model import Clause, Document, Status
from server.answer.facts.asking import question_for
from server.answer.facts.collection import facts_of
from server.answer.facts.fact import Fact, Kind
from server.asked_regions import region_codes
from server.contract import AskRequest, HotQuestion, HotQuestions
from server.service import PolicyService
from server.understanding.question import read_question
from server.understanding.region import applicable

MOST = 12
_TRIED = 3
"""So many candidates are asked for each question wanted."""
_REGIONS = 12
"""Of so many regions questions are drawn where none is named."""
_MOST_TRIED = 1000
"""Questions of the log whose answers are remembered for one service."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question people asked, and how often."""

    question: str
    count: int


class _Known:
    """What is known of one snapshot's service: the questions drawn by region, and what came of those of the log."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.by_region: dict[str, tuple[HotQuestion, ...]] = {}
        self.logged: dict[str, HotQuestion | None] = {}


class Stopped(Exception):
    """The drawing was called off."""


_KNOWN: WeakKeyDictionary[PolicyService, _Known] = WeakKeyDictionary()
_KNOWING = Lock()
_NEVER = Event()


def hot_questions(
    service: PolicyService, region: str | None = None, limit: int = 8, asked: Sequence[Asked] = ()
) -> HotQuestions:
    """At most ``limit`` questions the library answers with a clause; of one region, or of the regions in turn.

    ``asked`` are questions of a log, most frequent first: those that are answered come before the library's own.
    What is drawn from the library is kept with ``service``, so that it is the same each time and found only once.

    Raises:
        UnknownRegionFilter: ``region`` is no administrative division.
    """
    regions = service.holdings.regions
    codes = [code for name in ([region] if region else []) for code in region_codes(name)]
    held = [c for code in codes for c in applicable(divisions()[code], regions)]
    logged = list(_logged(service, asked, frozenset(held), limit, narrowed=region is not None))
    if region is not None:
        own = [q for code in held for q in _drawn(service, code)]
    else:
        lists = [_drawn(service, r.adcode) for r in regions[:_REGIONS]]
        own = [q for row in zip_longest(*lists) for q in row if q]
    known = {q.question for q in logged}
    questions = [*logged, *(q for q in own if q.question not in known)][:limit]
    return HotQuestions(snapshot=service.snapshot, region=region, questions=questions)


def draw_beforehand(service: PolicyService, stop: Event) -> None:
    """Draw what :func:`hot_questions` will need where no region is named, so that nobody waits for it.

    Raises:
        Stopped: ``stop`` was set meanwhile.
    """
    for region in service.holdings.regions[:_REGIONS]:
        _drawn(service, region.adcode, stop)


def _known_of(service: PolicyService) -> _Known:
    with _KNOWING:
        return _KNOWN.setdefault(service, _Known())


def _drawn(service: PolicyService, adcode: str, stop: Event = _NEVER) -> tuple[HotQuestion, ...]:
    known = _known_of(service)
    with known.lock:
        if adcode not in known.by_region:
            known.by_region[adcode] = tuple(_draw(service, adcode, stop))
        return known.by_region[adcode]


def _draw(service: PolicyService, adcode: str, stop: Event) -> Iterator[HotQuestion]:
    found = 0
    for tried, (question, clause) in enumerate(_candidates(service, adcode)):
        if found == MOST or tried == MOST * _TRIED:
            return
        if stop.is_set():
            raise Stopped
        answered = _answered(service, question)
        # Only where the very clause the question was made from is what answers it.
        if answered and answered.clause_id == clause.id:
            found += 1
            yield answered


def _candidates(service: PolicyService, adcode: str) -> Iterator[tuple[str, Clause]]:
    """Questions of a region's facts: payments first, one of each clause before a second of any."""
    facts = facts_of(service.holdings)
    documents = [d for d in service.holdings.of_regions([adcode]) if d.status is not Status.INFORMATIONAL]
    by_clause = [list(_of_clause(d, c, facts.of(c))) for d in documents for c in facts.units(d.id)]
    rounds = [q for row in zip_longest(*by_clause) for q in row if q]
    seen: set[str] = set()
    for pays in (True, False):
        for question, clause, is_payment in rounds:
            if is_payment is pays and question not in seen:
                seen.add(question)
                yield question, clause


def _of_clause(document: Document, clause: Clause, facts: Iterable[Fact]) -> Iterator[tuple[str, Clause, bool]]:
    for fact in facts:
        question = question_for(fact, document, clause)
        if question:
            yield question, clause, fact.kind is Kind.PROMISE


def _logged(
    service: PolicyService, asked: Sequence[Asked], held: frozenset[str], limit: int, *, narrowed: bool
) -> Iterator[HotQuestion]:
    holdings = service.holdings
    found = 0
    for entry in asked[: limit * _TRIED]:
        regions = read_question(entry.question, (), holdings.regions, holdings.vocabulary).regions
        codes = set(chain.from_iterable(applicable(r, holdings.regions) for r in regions))
        if narrowed and not codes & held:
            continue
        answered = _logged_answered(service, entry.question)
        if answered:
            found += 1
            yield answered.model_copy(update={"origin": "asked", "count": entry.count})
        if found == limit:
            return


def _logged_answered(service: PolicyService, question: str) -> HotQuestion | None:
    tried = _known_of(service).logged
    if question not in tried:
        answered = _answered(service, question)
        if len(tried) >= _MOST_TRIED:
            tried.clear()
        tried[question] = answered
        return answered
    return tried[question]


def _answered(service: PolicyService, question: str) -> HotQuestion | None:
    # Not asked by anybody: counted as asked, what is listed here would come first for being listed.
    response = service.try_out(AskRequest(question=question, mode="extractive"))
    if response.status != "answered" or not response.citations:
        return None
    cited = response.citations[0]
    return HotQuestion(
        question=question,
        region=cited.region,
        document_id=cited.document_id,
        clause_id=cited.clause_id,
        clause_label=cited.clause_label,
        origin="library",
        count=None,
    )
