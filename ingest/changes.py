"""What people changed about a library by hand: files uploaded, documents taken out, metadata put right.

It travels with each snapshot, so that a rollback brings back the changes of its time too, and a rebuild from the
corpus folder does not lose them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.errors import ArtifactsDamaged


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in while serving: ``name`` as its sender called it, ``key`` the stem of its documents' ids.

    Its bytes are kept under ``sha256`` and ``suffix``; the name never becomes a path.
    """

    name: str
    key: str
    sha256: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One of several documents of a file, taken out. It holds as long as that id has that title."""

    source_file: str
    document_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Metadata set by hand: (field, value) pairs, ``None`` for "not stated". It holds for this very content."""

    document_id: str
    source_sha256: str
    values: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes by hand. ``removed`` names corpus files that are not to come back with the next rebuild."""

    uploads: tuple[Upload, ...] = ()
    removed: tuple[str, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def upload_of(self, name: str) -> Upload | None:
        """The upload of this name."""
        return next((upload for upload in self.uploads if upload.name == name), None)

    def shadows(self, name: str) -> bool:
        """Whether a corpus file of this name is not taken: it was removed, or an upload stands for it."""
        return name in self.removed or self.upload_of(name) is not None

    def without_file(self, name: str) -> Changes:
        """These changes with nothing about the file ``name``; its corrections go by content and stay."""
        return replace(
            self,
            uploads=tuple(u for u in self.uploads if u.name != name),
            removed=tuple(n for n in self.removed if n != name),
            excluded=tuple(e for e in self.excluded if e.source_file != name),
        )

    def corrected(self, correction: Correction) -> Changes:
        """These changes with ``correction`` laid over what was corrected of the same document before."""
        same = [c for c in self.corrections if _meant(c) == _meant(correction)]
        values = dict(pair for c in (*same, correction) for pair in c.values)
        merged = replace(correction, values=tuple(sorted(values.items())))
        return replace(self, corrections=(*(c for c in self.corrections if c not in same), merged))


def _meant(correction: Correction) -> tuple[str, str]:
    return correction.document_id, correction.source_sha256


FILE_NAME = "changes.json"
_ADAPTER = TypeAdapter(Changes)


def save_changes(changes: Changes, directory: Path) -> None:
    """Write ``changes`` into the folder ``directory``, which exists."""
    (directory / FILE_NAME).write_bytes(_ADAPTER.dump_json(changes))


def load_changes(directory: Path) -> Changes:
    """The changes saved in ``directory``; none where there is no such file, as in snapshots of earlier versions.

    Raises:
        ArtifactsDamaged: the file cannot be read.
    """
    path = directory / FILE_NAME
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError:
        return Changes()
    except (OSError, ValidationError) as error:
        raise ArtifactsDamaged(f"{path} 读不出来或已损坏") from error
