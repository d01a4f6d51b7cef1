"""What differs between two documents, clause by clause, with the figures that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.errors import IngestError
from ingest.model import Clause, ClauseKind, Document, Library
from server.contract import (
    AmountChange,
    ClauseChange,
    DiffAmount,
    DiffDocument,
    DiffSide,
    DocumentDiff,
    VersionInfo,
    VersionList,
)
from server.errors import DocumentNotFound, IndexUnavailable, VersionNotFound
from server.library.amounts import Changed, changed_amounts
from server.library.archive import Archive, version_of
from server.library.matching import in_order, matched, plain
from server.service import PolicyService
from server.understanding.quantities import Quantity, find_quantities


@dataclass(frozen=True, slots=True)
class _Side:
    """A document with the clauses that are compared, and the text they stand in."""

    document: Document
    clauses: Sequence[Clause]
    source: str

    def text(self, clause: Clause) -> str:
        return clause.span.cut(self.source)

    def info(self) -> DiffDocument:
        return DiffDocument(
            document_id=self.document.id,
            version=version_of(self.document.source_sha256),
            title=self.document.title,
            source_file=self.document.source_file,
            clause_count=len(self.clauses),
        )


Sees = Callable[[str], bool]
"""Whether the caller may know of a source file."""


def versions_of(document_id: str, service: PolicyService, archive: Archive, sees: Sees) -> VersionList:
    """The current version of a document and the earlier ones, of those the caller may know of.

    Raises:
        DocumentNotFound: there is neither.
    """
    found = []
    current = service.holdings.documents.get(document_id)
    if current is not None:
        found.append(
            VersionInfo(
                version=version_of(current.source_sha256),
                current=True,
                title=current.title,
                source_file=current.source_file,
                source_sha256=current.source_sha256,
                clause_count=len(service.holdings.clauses_of(document_id)),
            )
        )
    for earlier in archive.versions(document_id):
        if sees(earlier.source_file) and (current is None or earlier.source_sha256 != current.source_sha256):
            found.append(
                VersionInfo(
                    version=earlier.version,
                    current=False,
                    title=earlier.title,
                    source_file=earlier.source_file,
                    source_sha256=earlier.source_sha256,
                    clause_count=earlier.clauses,
                    replaced_at=earlier.left_at,
                )
            )
    if not found:
        raise DocumentNotFound.of_id(document_id)
    return VersionList(document_id=document_id, versions=found)


def difference(document_id: str, against: str, service: PolicyService, archive: Archive, sees: Sees) -> DocumentDiff:
    """From ``against`` to the document as it is: an earlier version, another document's id, or id@version of one.

    Raises:
        DocumentNotFound: the document is not in the library.
        VersionNotFound: ``against`` is neither.
        IndexUnavailable: the earlier version cannot be read any more.
    """
    new = _held(document_id, service)
    if new is None:
        raise DocumentNotFound.of_id(document_id)
    old = _held(against, service) or _earlier(document_id, against, archive, sees)
    if old is None:
        raise VersionNotFound(f"“{against}”既不是该文件的版本，也不是库中其他文件的 id。")
    changes = list(_changes(old, new))
    # Whatever pair is not told of is the same in both.
    told = sum(change.new is not None for change in changes)
    return DocumentDiff(old=old.info(), new=new.info(), unchanged=len(new.clauses) - told, changes=changes)


def _held(document_id: str, service: PolicyService) -> _Side | None:
    holdings = service.holdings
    document = holdings.documents.get(document_id)
    if document is None:
        return None
    source = next(s for s in holdings.library.sources if s.name == document.source_file)
    return _Side(document, _compared(holdings.clauses_of(document_id)), source.text)


def _earlier(document_id: str, version: str, archive: Archive, sees: Sees) -> _Side | None:
    named, at, short = version.rpartition("@")
    if at:
        document_id, version = named, short
    for earlier in archive.versions(document_id):
        if version in (earlier.version, earlier.source_sha256) and sees(earlier.source_file):
            try:
                library = archive.open(earlier)
            except IngestError as error:
                raise IndexUnavailable(f"版本“{version}”的存档已损坏，无法对比。") from error
            return _side(library, document_id)
    return None


def _side(library: Library, document_id: str) -> _Side:
    document = next(d for d in library.documents if d.id == document_id)
    clauses = _compared([c for c in library.clauses if c.document_id == document_id])
    return _Side(document, clauses, library.sources[0].text)


def _compared(clauses: Sequence[Clause]) -> list[Clause]:
    """All clauses but title, signature and the like."""
    return [clause for clause in clauses if clause.kind is not ClauseKind.FRONT]


def _changes(old: _Side, new: _Side) -> Iterator[ClauseChange]:
    """In the order of ``new``; what was removed stands before the clause that followed it."""
    words_old = [_words(old.text(c), c) for c in old.clauses]
    words_new = [_words(new.text(c), c) for c in new.clauses]
    pairs = matched(words_old, words_new)
    kept = in_order(pairs)
    partner = {j: (i, alike) for i, j, alike in pairs}
    gone = sorted(set(range(len(old.clauses))) - {i for i, _, _ in pairs})
    for j, clause in enumerate(new.clauses):
        if j not in partner:
            yield _added(new, clause)
            continue
        i, alike = partner[j]
        if j in kept:
            while gone and gone[0] < i:
                yield _removed(old, gone.pop(0))
        change = _changed(old, old.clauses[i], new, clause, alike, moved=j not in kept)
        if change is not None:
            yield change
    for i in gone:
        yield _removed(old, i)


def _changed(
    old: _Side, before: Clause, new: _Side, after: Clause, alike: float, *, moved: bool
) -> ClauseChange | None:
    a, b = old.text(before), new.text(after)
    same = plain(_words(a, before)) == plain(_words(b, after))
    if same and not moved:
        return None
    amounts = [] if same else [_amounts(change, before, after) for change in changed_amounts(a, b)]
    return ClauseChange(
        kind="moved" if same else "changed",
        moved=moved,
        similarity=round(alike, 3),
        old=_shown(before, a),
        new=_shown(after, b),
        amounts=amounts,
    )


def _removed(side: _Side, number: int) -> ClauseChange:
    clause = side.clauses[number]
    text = side.text(clause)
    amounts = [_amounts(Changed(q.measure, q, None), clause, clause) for q in find_quantities(text)]
    return ClauseChange(kind="removed", old=_shown(clause, text), new=None, amounts=amounts)


def _added(side: _Side, clause: Clause) -> ClauseChange:
    text = side.text(clause)
    amounts = [_amounts(Changed(q.measure, None, q), clause, clause) for q in find_quantities(text)]
    return ClauseChange(kind="added", old=None, new=_shown(clause, text), amounts=amounts)


def _words(text: str, clause: Clause) -> str:
    """A clause's own text without its number: numbers shift when a clause is put in before."""
    return text.removeprefix(clause.label)


def _shown(clause: Clause, text: str) -> DiffSide:
    return DiffSide(
        clause_id=clause.id,
        label=clause.label,
        title=clause.title,
        path=list(clause.path),
        text=text,
        start=clause.span.start,
        end=clause.span.end,
    )


def _amounts(change: Changed, before: Clause, after: Clause) -> AmountChange:
    return AmountChange(
        measure=change.measure.value,
        old=_amount(change.old, before.span.start),
        new=_amount(change.new, after.span.start),
    )


def _amount(quantity: Quantity | None, start: int) -> DiffAmount | None:
    if quantity is None:
        return None
    return DiffAmount(text=quantity.text, start=start + quantity.span.start, end=start + quantity.span.end)
