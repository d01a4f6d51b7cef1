"""The files of a corpus: found, named and hashed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import NothingToIngest
from ingest.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to take: ``name`` is its path below the folder it was found in, ``key`` a short unique stem for ids."""

    path: Path
    name: str
    key: str


def walk(paths: Sequence[Path]) -> list[CorpusFile]:
    """The files named, and those in supported formats below the folders named, in a fixed order.

    Raises:
        NothingToIngest: a path does not exist, or there is no file at all.
    """
    named: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            named += [(p, p.relative_to(path).as_posix()) for p in below if not p.name.startswith((".", "_"))]
        elif path.exists():
            named.append((path, path.name))
        else:
            raise NothingToIngest(f"没有这个文件或文件夹：{path}")
    if not named:
        raise NothingToIngest(f"没有找到可收录的文件（支持 {'、'.join(sorted(SUFFIXES))}）")
    stems = Counter(Path(name).stem for _, name in named)
    return [CorpusFile(path, name, _key(name, stems)) for path, name in named]


def _key(name: str, stems: Counter[str]) -> str:
    stem = Path(name).stem.replace(" ", "_")
    if stems[Path(name).stem] == 1:
        return stem
    return f"{stem}~{hashlib.sha256(name.encode()).hexdigest()[:6]}"
