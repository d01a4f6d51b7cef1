"""Segments: documents indexed together, written once and shared by all snapshots that hold any of them.

<home>/segments/<name>/segment.json            what it holds, with the SHA-256 of every other file
<home>/segments/<name>/library/…               sources, documents, clauses, chunks
<home>/segments/<name>/dense/…, lexical/…      vectors and postings: row i is chunk i
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt, ValidationError

from index.durable import sync, sync_tree
from index.errors import IndexCorrupt
from index.manifest import REBUILD, FileRecord, check_files, records_of
from index.stores.faiss_store import FaissStore
from index.stores.postings import Postings
from ingest.artifacts import load_library, part_sha256, save_library, source_sha256
from ingest.errors import IngestError
from ingest.model import Library, SourceFile
from ingest.parts import Part

SEGMENTS = "segments"
RECORD = "segment.json"
LIBRARY = "library"
DENSE = "dense"
LEXICAL = "lexical"

Signature = tuple[tuple[str, int, int, int], ...]


class PartRecord(BaseModel):
    """A document of a segment: the digest of its part, and how much there is of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    clauses: NonNegativeInt
    chunks: NonNegativeInt


class SegmentRecord(BaseModel):
    """The ``segment.json``. ``files`` has every other file, by its path in the segment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    dim: PositiveInt
    metric: str
    sources: tuple[str, ...]
    """Digests of the files, in the order of ``sources.json``."""
    parts: tuple[PartRecord, ...]
    """In the order of ``documents.json``."""
    files: dict[str, FileRecord]


@dataclass(frozen=True, eq=False)
class Segment:
    """An opened segment. Row i of both stores is chunk i of ``parts`` one after another."""

    name: str
    sha256: str
    """Of its record: whoever names a segment by both means these very contents."""
    record: SegmentRecord
    library: Library
    parts: tuple[Part, ...]
    """The library document by document."""
    dense: FaissStore
    postings: Postings
    signature: Signature | None
    """Size, time of change and number of each file when it was checked."""

    @cached_property
    def first_rows(self) -> tuple[int, ...]:
        """Where the chunks of each document begin, and at last where they end."""
        return tuple(accumulate((len(part.chunks) for part in self.parts), initial=0))

    @cached_property
    def first_clauses(self) -> tuple[int, ...]:
        """Where the clauses of each document begin, and at last where they end."""
        return tuple(accumulate((len(part.clauses) for part in self.parts), initial=0))

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """Those of ``parts``."""
        return tuple(part.sha256 for part in self.record.parts)

    @cached_property
    def document_of(self) -> NDArray[np.int64]:
        """The document of each row, by its number among ``parts``."""
        return np.repeat(np.arange(len(self.parts)), np.diff(self.first_rows))

    @cached_property
    def clause_of(self) -> NDArray[np.int64]:
        """A number for the clause of each row, below the number of rows."""
        numbers: dict[str, int] = {}
        ids = (chunk.clause_id for part in self.parts for chunk in part.chunks)
        return np.fromiter((numbers.setdefault(i, len(numbers)) for i in ids), np.int64, self.first_rows[-1])


def write_segment(
    folder: Path,
    name: str,
    model: str,
    sources: Sequence[SourceFile],
    parts: Sequence[Part],
    dense: FaissStore,
    postings: Postings,
) -> Segment:
    """Write a segment into ``folder`` and open it, checked. Cut off half-way it is a segment that nobody names."""
    directory = folder / name
    for part in (LIBRARY, DENSE, LEXICAL):
        (directory / part).mkdir(parents=True)
    library = Library(
        tuple(sources),
        tuple(part.document for part in parts),
        tuple(clause for part in parts for clause in part.clauses),
        tuple(chunk for part in parts for chunk in part.chunks),
    )
    save_library(library, directory / LIBRARY)
    dense.save(directory / DENSE)
    postings.save(directory / LEXICAL)
    record = SegmentRecord(
        model=model,
        dim=dense.dim,
        metric=dense.metric,
        sources=tuple(map(source_sha256, sources)),
        parts=tuple(
            PartRecord(sha256=part_sha256(part), clauses=len(part.clauses), chunks=len(part.chunks)) for part in parts
        ),
        files=records_of(directory),
    )
    text = record.model_dump_json().encode()
    (directory / RECORD).write_bytes(text)
    sync_tree(directory)
    sync(folder)
    return open_segment(folder, name, hashlib.sha256(text).hexdigest())


_OPEN: WeakValueDictionary[Path, Segment] = WeakValueDictionary()
"""What this process has open, so that the next snapshot with the same segments opens none of them again."""


def open_segment(folder: Path, name: str, sha256: str, *, anew: bool = False) -> Segment:
    """The segment ``name`` in ``folder``, all of it checked when this process first opens it.

    Afterwards, as long as it is in use, it is only seen that its files are still those that were checked; ``anew``
    checks it from end to end all the same.

    Raises:
        IndexCorrupt: a file is absent or damaged, or it is another segment than was meant.
    """
    directory = folder / name
    held = _OPEN.get(directory)
    if held is not None and not anew and held.sha256 == sha256 and held.signature == _signature(directory, held.record):
        return held
    segment = _checked(directory, name, sha256)
    if not anew:
        _OPEN[directory] = segment
    return segment


def _checked(directory: Path, name: str, sha256: str) -> Segment:
    try:
        text = (directory / RECORD).read_bytes()
        if hashlib.sha256(text).hexdigest() != sha256:
            raise IndexCorrupt(f"索引文件被截断或改动：{directory / RECORD}。请回退到其他快照，或{REBUILD[1:]}")
        record = SegmentRecord.model_validate_json(text)
    except (OSError, ValidationError) as error:
        raise IndexCorrupt(f"索引文件缺失或损坏：{directory / RECORD}。请回退到其他快照，或{REBUILD[1:]}") from error
    # Taken before the check: what is changed after it is noticed.
    signature = _signature(directory, record)
    check_files(record.files, directory)
    try:
        library = load_library(directory / LIBRARY)
    except IngestError as error:
        raise IndexCorrupt(f"{error}（{directory}）") from error
    dense = FaissStore.open(directory / DENSE)
    postings = Postings.open(directory / LEXICAL)
    parts = _parts(library, record)
    agreed = (
        parts is not None
        and len(record.sources) == len(library.sources)
        and len(dense) == len(postings) == len(library.chunks)
        and (dense.dim, dense.metric) == (record.dim, record.metric)
    )
    if parts is None or not agreed:
        raise IndexCorrupt(f"索引各部分前后不一：{directory}。请回退到其他快照，或{REBUILD[1:]}")
    return Segment(name, sha256, record, library, parts, dense, postings, signature)


def _parts(library: Library, record: SegmentRecord) -> tuple[Part, ...] | None:
    """The parts as the record cuts them; ``None`` where that is not how the library is."""
    if len(record.parts) != len(library.documents):
        return None
    parts = []
    clause = chunk = 0
    for document, said in zip(library.documents, record.parts, strict=True):
        clauses = library.clauses[clause : clause + said.clauses]
        chunks = library.chunks[chunk : chunk + said.chunks]
        parts.append(Part(document, clauses, chunks))
        clause, chunk = clause + said.clauses, chunk + said.chunks
    whole = (clause, chunk) == (len(library.clauses), len(library.chunks))
    return tuple(parts) if whole else None


def _signature(directory: Path, record: SegmentRecord) -> Signature | None:
    """``None`` where a file is missing, which the check then tells."""
    found = []
    for name in (RECORD, *record.files):
        try:
            seen = (directory / name).stat()
        except OSError:
            return None
        found.append((name, seen.st_size, seen.st_mtime_ns, seen.st_ino))
    return tuple(found)
