"""The documents a library holds, narrowed by region, type, status and words of the title, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.normalize import fold
from server.asked_regions import region_codes
from server.asked_types import check_doc_types
from server.contract import DocStatus, DocumentList
from server.service import PolicyService


def list_documents(
    service: PolicyService,
    *,
    regions: Sequence[str] = (),
    statuses: Sequence[DocStatus] = (),
    doc_types: Sequence[str] = (),
    title: str = "",
    limit: int = 1000,
    offset: int = 0,
) -> DocumentList:
    """The documents ``offset`` … ``offset + limit`` of those that fit every filter, in the library's order.

    A region means itself and what lies below it; each word of ``title`` must stand in the title or the 文号.

    Raises:
        InvalidRequest: a filter names an unknown region or type.
    """
    check_doc_types(doc_types)
    stems = tuple(_stem(code) for name in regions for code in region_codes(name))
    words = fold(title).lower().split()
    fitting = [
        d
        for d in service.holdings.library.documents
        if (not regions or (d.region is not None and d.region.adcode.startswith(stems)))
        and (not statuses or d.status.value in statuses)
        and (not doc_types or d.doc_type.value in doc_types)
        and all(word in _named(d.title, d.doc_number.value if d.doc_number else "") for word in words)
    ]
    return DocumentList(
        snapshot=service.snapshot,
        documents=[service.document(d.id) for d in fitting[offset : offset + limit]],
        total=len(fitting),
        limit=limit,
        offset=offset,
    )


def _named(title: str, number: str) -> str:
    return fold(f"{title} {number}").lower()


def _stem(adcode: str) -> str:
    """The digits a division shares with all below it: 37 of 370000, 3711 of 371100."""
    stem = adcode
    while len(stem) > 2 and stem.endswith("00"):
        stem = stem[:-2]
    return stem
