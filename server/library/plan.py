"""What an order makes of a library: the library and the changes by hand after it. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.changes import Changes, Correction, Exclusion, Upload
from ingest.corpus import CorpusFile, upload_key
from ingest.model import Document, Library
from ingest.pipeline import ingest_files
from ingest.revision import with_corrections, with_file, without_documents, without_file
from server.errors import DocumentNotFound, FileUnusable, NameTaken
from server.library.jobs import Order, Received, Taken
from server.library.vault import Vault


@dataclass(frozen=True, slots=True)
class State:
    """A library with the changes by hand that are in it."""

    library: Library
    changes: Changes


@dataclass(frozen=True, slots=True)
class Plan:
    """The state after an order, what became of its files, and what its giver should know."""

    state: State
    files: Mapping[str, Taken] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def plan(order: Order, state: State, vault: Vault) -> Plan:
    """Carry ``order`` out on ``state``. The same order twice gives what it gives once.

    Raises:
        FileUnusable: none of the files could be taken.
        DocumentNotFound, NameTaken: the library has changed since the order was given.
    """
    if order.kind in ("upload", "replace"):
        return _upload(order, state, vault)
    if order.kind == "delete":
        return _delete(order.subject, state)
    if order.kind == "correct":
        return Plan(corrected(state, order.subject, order.details["values"]))
    raise ValueError(f"no plan for {order.kind}")


def document_of(library: Library, document_id: str) -> Document:
    """The document with this id.

    Raises:
        DocumentNotFound: there is none.
    """
    for document in library.documents:
        if document.id == document_id:
            return document
    raise DocumentNotFound.of_id(document_id)


def corrected(state: State, document_id: str, values: Mapping[str, str | None]) -> State:
    """``state`` with a document's metadata set by hand.

    Raises:
        DocumentNotFound: there is no such document.
    """
    document = document_of(state.library, document_id)
    correction = Correction(document_id, document.source_sha256, tuple(sorted(values.items())))
    library = with_corrections(state.library, [correction])
    return State(library, state.changes.corrected(correction))


def _delete(document_id: str, state: State) -> Plan:
    if all(d.id != document_id for d in state.library.documents):
        return Plan(state)  # carried out before the process was cut off
    document = document_of(state.library, document_id)
    name = document.source_file
    if sum(d.source_file == name for d in state.library.documents) == 1:
        changes = state.changes.without_file(name)
        changes = replace(changes, removed=(*changes.removed, name))
        return Plan(State(without_file(state.library, name), changes))
    library = without_documents(state.library, frozenset({document_id}))
    exclusion = Exclusion(name, document_id, document.title)
    changes = replace(state.changes, excluded=(*state.changes.excluded, exclusion))
    return Plan(State(library, changes), notes=(f"文件“{name}”中的其他文件仍在库中",))


def _upload(order: Order, state: State, vault: Vault) -> Plan:
    taken: dict[str, Taken] = {}
    notes: list[str] = []
    for file in order.files:
        replaced = file.name
        if order.kind == "replace":
            if _carried_out(file, state.changes):
                continue
            replaced = _replaced(order, file, state.library)
        state, taken[file.name], said = _take(file, replaced, state, vault)
        notes += said
    if taken and all(t.reason for t in taken.values()):
        raise Rejected(taken)
    return Plan(state, taken, tuple(notes))


def _carried_out(file: Received, changes: Changes) -> bool:
    """Whether ``file`` is in already: its order was carried out, and cut off before that was noted."""
    upload = changes.upload_of(file.name)
    return upload is not None and upload.sha256 == file.sha256


class Rejected(FileUnusable):
    """None of an order's files could be taken; ``files`` says why."""

    def __init__(self, files: Mapping[str, Taken]) -> None:
        super().__init__("；".join(taken.reason for taken in files.values() if taken.reason))
        self.files = files


def _replaced(order: Order, file: Received, library: Library) -> str:
    """Name of the file that the document to be replaced stands in."""
    names = {d.source_file for d in library.documents}
    held = {d.id: d.source_file for d in library.documents}
    name = held.get(order.subject)
    if name is None:
        raise DocumentNotFound(f"要替换的文件“{order.subject}”已不在库中。")
    if file.name != name and file.name in names:
        raise NameTaken(f"库中另有名为“{file.name}”的文件，请改名后再替换。")
    return name


def _take(file: Received, replaced: str, state: State, vault: Vault) -> tuple[State, Taken, list[str]]:
    """``file`` in place of the file ``replaced``, whose ids it takes over; the state as it is where it cannot be."""
    library = state.library
    own = [d for d in library.documents if d.source_file == replaced]
    key = _key_of(replaced, own, state.changes) or upload_key(file.name, (d.id for d in library.documents))
    at = vault.path(file.sha256, file.suffix)
    [ingested] = ingest_files([CorpusFile(at, file.name, key)])
    if ingested.failure is not None:
        return state, Taken(reason=ingested.failure), []
    changes = state.changes.without_file(replaced).without_file(file.name)
    if replaced != file.name:
        changes = replace(changes, removed=(*changes.removed, replaced))
    changes = replace(changes, uploads=(*changes.uploads, Upload(file.name, key, file.sha256, file.suffix)))
    after = with_file(without_file(library, replaced), ingested)
    ids = tuple(d.id for d in ingested.documents)
    after = with_corrections(after, [c for c in changes.corrections if c.document_id in ids])
    return State(after, changes), Taken(ids), _notes(own, ids, file, changes)


def _key_of(name: str, documents: Sequence[Document], changes: Changes) -> str | None:
    """The stem of the ids of the file ``name``: known of an upload, told from the ids of a corpus file."""
    upload = changes.upload_of(name)
    if upload is not None:
        return upload.key
    ids = [d.id for d in documents] + [e.document_id for e in changes.excluded if e.source_file == name]
    if len(ids) == 1:
        return ids[0]
    return ids[0].rpartition(".")[0] if ids else None


def _notes(before: Sequence[Document], after: Sequence[str], file: Received, changes: Changes) -> list[str]:
    notes = []
    lost = [d.id for d in before if d.id not in after]
    if lost:
        notes.append(f"新文件中没有对应的文件，已退出文件库：{'、'.join(lost)}")
    dropped = [c.document_id for c in changes.corrections if c.document_id in after and c.source_sha256 != file.sha256]
    if dropped:
        notes.append(f"内容已变，以前的人工更正不再沿用，请核对：{'、'.join(dropped)}")
    return notes


def values_of(correction: Mapping[str, Any], region: str | None) -> dict[str, str | None]:
    """The fields of a correction as they are kept: text, dates in ISO 8601, the region by its code."""
    values = {name: None if value is None else str(value) for name, value in correction.items()}
    return {**values, "region": region} if "region" in values else values
