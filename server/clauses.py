"""One clause by its id, with what stands around it."""

from __future__ import annotations

from ingest.model import Clause
from server.contract import ClauseInContext, ClauseName
from server.errors import ClauseNotFound
from server.present import clause_nodes
from server.service import PolicyService


def clause_held(service: PolicyService, clause_id: str) -> Clause:
    """The clause with this id.

    Raises:
        ClauseNotFound: there is none.
    """
    clause = service.holdings.clauses.get(clause_id)
    if clause is None:
        raise ClauseNotFound(f"没有 id 为“{clause_id}”的条款，条款 id 见答案的引用、检索结果或文件的条款列表。")
    return clause


def clause_in_context(service: PolicyService, clause_id: str) -> ClauseInContext:
    """The clause with its document, its parent and children by name, and its neighbours under the same parent.

    Raises:
        ClauseNotFound: there is no such clause.
    """
    clause = clause_held(service, clause_id)
    holdings = service.holdings
    siblings = list(holdings.siblings(clause))
    at = siblings.index(clause)
    around = [siblings[i] if 0 <= i < len(siblings) else None for i in (at - 1, at + 1)]
    previous, following = (clause_nodes([c])[0] if c else None for c in around)
    parent = holdings.clauses[clause.parent_id] if clause.parent_id else None
    return ClauseInContext(
        snapshot=service.snapshot,
        document=service.document(clause.document_id),
        clause=clause_nodes([clause])[0],
        parent=_name(parent) if parent else None,
        previous=previous,
        next=following,
        children=[_name(child) for child in holdings.children(clause)],
    )


def _name(clause: Clause) -> ClauseName:
    return ClauseName(id=clause.id, title=clause.title)
