"""The text a document was read from, with a span of it marked."""

from __future__ import annotations

from ingest.model import SourceFile
from server.contract import SourcePiece, SourceText
from server.errors import DocumentNotFound, InvalidRequest
from server.service import PolicyService


def source_file(service: PolicyService, document_id: str) -> SourceFile:
    """The file a document stands in, as text.

    Raises:
        DocumentNotFound: there is no such document.
    """
    name = service.document(document_id).source_file
    for source in service.holdings.library.sources:
        if source.name == name:
            return source
    raise DocumentNotFound(f"库中没有“{document_id}”的原文。")


def source_text(
    service: PolicyService,
    document_id: str,
    start: int | None = None,
    end: int | None = None,
    context: int | None = None,
) -> SourceText:
    """The source text in pieces, ``[start, end)`` marked; with ``context`` only so many characters either side of it.

    Raises:
        DocumentNotFound: there is no such document.
        InvalidRequest: only one end of the span is given, or it is not one of the text.
    """
    info = service.document(document_id)
    text = source_file(service, document_id).text
    first, last, cuts = 0, len(text), [0, len(text)]
    if start is not None and end is not None:
        if not 0 <= start < end <= len(text):
            raise InvalidRequest(f"start 应小于 end，且都在 0 与全文长度 {len(text)} 之间。")
        if context is not None:
            first, last = max(0, start - context), min(len(text), end + context)
        cuts = [first, start, end, last]
    elif start is not None or end is not None:
        raise InvalidRequest("start 与 end 请同时给出，或都不给。")
    pieces = [
        SourcePiece(text=text[left:right], start=left, marked=start is not None and left == start)
        for left, right in zip(cuts, cuts[1:], strict=False)
        if left < right
    ]
    return SourceText(
        snapshot=service.snapshot,
        document=info,
        length=len(text),
        first=first,
        last=last,
        start=start,
        end=end,
        pieces=pieces,
    )
