"""Does every claim of somebody else's text stand in these clauses? The answer's own gate, turned outwards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.region import NATION, short_name
from ingest.model import Clause, Document, Region, Span
from server.answer.outcome import Quote, Statement
from server.answer.verify import unsupported
from server.clauses import clause_held
from server.errors import InvalidRequest
from server.mcp_contract import CitationCheck, ClaimCheck, SentenceCheck, Verdict
from server.present import also_known
from server.service import PolicyService
from server.understanding.region import read_regions

MAX_TEXT_CHARS = 5_000
MAX_CLAUSES = 20
"""Together some seconds of work: each sentence is held against each clause."""

_SENTENCE = re.compile(r"(?:“[^“”]{0,500}”|《[^《》]{0,200}》|[^。！？!?；;\n])+[。！？!?；;]?")
_MARKER = re.compile(r"\[\d+\]")
_BULLET = re.compile(r"^\s*(?:[-*•>]\s*|\d{1,2}[.、)）](?!\d)\s*)+")


def check_citations(service: PolicyService, text: str, clause_ids: Sequence[str]) -> CitationCheck:
    """Each sentence of ``text`` with its claims and the clauses, of those given, that say them.

    A claim is what :mod:`server.answer.verify` can check: an amount with its limits, a date, an office, a grade, a
    quotation; and with one of these, the region the sentence says it of. A sentence without any is
    ``nothing_to_check``, which is not the same as true.

    Raises:
        InvalidRequest: there is no text, no clause, or too much of either.
        ClauseNotFound: an id is no clause's.
    """
    if not text.strip() or len(text) > MAX_TEXT_CHARS:
        raise InvalidRequest(f"要核对的文字应为 1 到 {MAX_TEXT_CHARS} 个字符。")
    if not 1 <= len(clause_ids) <= MAX_CLAUSES:
        raise InvalidRequest(f"请给出 1 到 {MAX_CLAUSES} 个条款 id。")
    clauses = [clause_held(service, clause_id) for clause_id in dict.fromkeys(clause_ids)]
    cut = (_BULLET.sub("", _MARKER.sub("", found.group())).strip() for found in _SENTENCE.finditer(text))
    sentences = [_sentence(service, sentence, clauses) for sentence in cut if any(c.isalnum() for c in sentence)]
    return CitationCheck(snapshot=service.snapshot, verdict=_worst([s.verdict for s in sentences]), sentences=sentences)


def _sentence(service: PolicyService, text: str, clauses: Sequence[Clause]) -> SentenceCheck:
    claims = dict.fromkeys(unsupported(Statement(text, ())))
    if not claims:
        return SentenceCheck(text=text, verdict="nothing_to_check", claims=[])
    failing = dict.fromkeys(_failing(service, text, clauses))
    missing_in = {clause.id: set(_failing(service, text, [clause])) for clause in clauses}
    checks = [
        ClaimCheck(
            claim=claim,
            stands=claim not in failing,
            clause_ids=[i for i, missing in missing_in.items() if claim not in missing and claim not in failing],
        )
        for claim in (claims | failing)
    ]
    checks = [*_regions(service, text, clauses), *checks]
    verdict: Verdict = "supported" if all(check.stands for check in checks) else "unsupported"
    return SentenceCheck(text=text, verdict=verdict, claims=checks)


def _regions(service: PolicyService, text: str, clauses: Sequence[Clause]) -> list[ClaimCheck]:
    """The regions a sentence speaks of: another region's clause has the amount, and is no proof of it."""
    holdings = service.holdings
    checks = []
    for region in read_regions(text, holdings.regions, holdings.vocabulary).regions:
        speaking = [c.id for c in clauses if _speaks_for(region, c, holdings.documents[c.document_id])]
        checks.append(ClaimCheck(claim=region.name, stands=bool(speaking), clause_ids=speaking))
    return checks


def _speaks_for(region: Region, clause: Clause, document: Document) -> bool:
    if document.region is None or document.region.adcode in {region.adcode, *region.parents, NATION.adcode}:
        return True
    return short_name(region.name) in clause.text


def _failing(service: PolicyService, text: str, clauses: Sequence[Clause]) -> list[str]:
    """The claims that stand in none of ``clauses``, nor in what their documents' metadata say."""
    quotes = tuple(Quote(clause, Span(0, len(clause.text))) for clause in clauses)
    statement = Statement(text, quotes)
    documents = [service.holdings.documents[clause.document_id] for clause in clauses]
    issued = "".join((d.issuer or "") + (d.region.name if d.region else "") for d in documents)
    return unsupported(statement, also_known(statement, service.holdings) + issued)


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    if "unsupported" in verdicts:
        return "unsupported"
    return "supported" if "supported" in verdicts else "nothing_to_check"
