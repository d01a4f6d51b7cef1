"""The files of a corpus: found, named and hashed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.changes import Changes
from ingest.errors import NothingToIngest
from ingest.formats import SUFFIXES, shown_name

_ORIGINS = "sources.toml"
_PART = re.compile(r"(?P<file>.+)\.[0-9]+")
_HIDDEN = (".", "_", "~$")


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to take: ``name`` is its path below the folder it was found in, ``key`` a short unique stem for ids."""

    path: Path
    name: str
    key: str


def walk(paths: Sequence[Path]) -> list[CorpusFile]:
    """The files named, and all those below the folders named, in a fixed order.

    Files in formats ingest does not read are there too, so that a report can say that they were not taken; hidden files
    (``.`` or ``_`` first, an Office lock file ``~$``) and a corpus's own record of origins (``sources.toml``) are not.

    Raises:
        NothingToIngest: a path does not exist, or there is no file at all.
    """
    named: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.is_file() and not _is_aside(p, path))
            named += [(p, shown_name(p.relative_to(path).as_posix())) for p in below]
        elif path.exists():
            named.append((path, shown_name(path.name)))
        else:
            raise NothingToIngest(f"没有这个文件或文件夹：{path}")
    if not named:
        raise NothingToIngest(f"没有找到可收录的文件（支持 {'、'.join(sorted(SUFFIXES))}）")
    stems = Counter(_stem(name) for _, name in named)
    return [CorpusFile(path, name, _key(name, stems)) for path, name in named]


def beside_uploads(files: Sequence[CorpusFile], changes: Changes, folder: Path) -> list[CorpusFile]:
    """The corpus's ``files`` that ``changes`` leave standing, then the uploads, whose bytes lie in ``folder``.

    An upload keeps its key; a corpus file that would have the same one gets another.
    """
    uploads = [CorpusFile(folder / f"{u.sha256}{u.suffix}", u.name, u.key) for u in changes.uploads]
    standing = [file for file in files if not changes.shadows(file.name)]
    own = [
        replace(file, key=_other_key(file.name)) if _clashes(file.key, {u.key for u in uploads}) else file
        for file in standing
    ]
    return [*own, *uploads]


def upload_key(name: str, document_ids: Iterable[str]) -> str:
    """A stem for the ids of an uploaded file's documents, which those held already have not."""
    stem = _stem(name)
    return _other_key(name) if _PART.fullmatch(stem) or _clashes(stem, set(document_ids)) else stem


def _clashes(stem: str, taken: set[str]) -> bool:
    """Whether a document of a file with this stem could have an id that is taken (``a.2`` is of the file ``a``)."""
    part = _PART.fullmatch(stem)
    return (
        stem in taken
        or (part is not None and part["file"] in taken)
        or any(other.startswith(f"{stem}.") and _PART.fullmatch(other) for other in taken)
    )


def _is_aside(path: Path, folder: Path) -> bool:
    return path.name == _ORIGINS or any(part.startswith(_HIDDEN) for part in path.relative_to(folder).parts)


def _stem(name: str) -> str:
    return Path(name).stem.replace(" ", "_")


def _key(name: str, stems: Counter[str]) -> str:
    stem = _stem(name)
    # The second document of the file ``a`` is ``a.2``, so a file of that name beside it needs another key.
    part = _PART.fullmatch(stem)
    if stems[stem] == 1 and not (part and part["file"] in stems):
        return stem
    return _other_key(name)


def _other_key(name: str) -> str:
    return f"{_stem(name)}~{hashlib.sha256(name.encode()).hexdigest()[:6]}"
