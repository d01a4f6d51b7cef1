"""Measure ingest on an archive of laws: articles found, tiling, ids, throughput, memory.

    python -m tests.ingest.measure_archive --archive PATH [--differences 40]

``PATH`` is a folder or a .tar.gz of one. Articles are counted a second time by the plain rule "a line that begins
第X条, outside quotations and tables", written here on its own; the two lists of offsets are then compared.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from ingest.corpus import walk
from ingest.model import Clause, ClauseKind
from ingest.pipeline import Ingested, ingest_files

_ARTICLE_LINE = re.compile(
    r"(?m)^[ \t\u3000\u00a0\u200b#*>]*(第[ \u3000]*[零〇○一二三四五六七八九十百千0-9０-９]+[ \u3000]*条)"
)


@dataclass
class Figures:
    """What one pass over the archive measured."""

    files: int = 0
    failures: list[str] = field(default_factory=list)
    source_bytes: int = 0
    documents: int = 0
    clauses: int = 0
    chunks: int = 0
    counted: int = 0
    found: int = 0
    both: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)
    untiled: list[str] = field(default_factory=list)
    unresolved_chunks: int = 0
    ids: int = 0
    repeated_ids: int = 0
    digest: str = ""
    cpu_s: float = 0.0
    memory_mib: list[tuple[int, float]] = field(default_factory=list)


def counted_articles(text: str) -> dict[int, str]:
    """Offset of 第 → the line, for every line that begins 第X条 outside quotations and tables."""
    found: dict[int, str] = {}
    inside = False
    position = 0
    for line in text.split("\n"):
        match = _ARTICLE_LINE.match(line)
        if match and not inside:
            found[position + match.start(1)] = line.strip()
        for mark in line:
            if mark == "“":
                inside = True
            elif mark == "”":
                inside = False
        position += len(line) + 1
    return found


def tiles(length: int, taken: Ingested) -> bool:
    """Whether own clause spans and furniture cover the source's characters once each."""
    assert taken.source is not None
    spans = sorted([c.span for c in taken.clauses] + list(taken.source.furniture))
    position = 0
    for span in spans:
        if span.start != position or span.end < span.start:
            return False
        position = span.end
    return position == length


def measure(folder: Path) -> Figures:
    """One pass over the files below ``folder``."""
    # Ids wait in a file, so that what is measured is the memory ingest needs, not this script.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as ids:
        figures = _pass(folder, ids)
        ids.seek(0)
        counts = Counter(line.rstrip("\n") for line in ids)
    figures.ids = len(counts)
    figures.repeated_ids = counts.total() - len(counts)
    return figures


def _pass(folder: Path, ids: TextIO) -> Figures:
    figures = Figures()
    digest = hashlib.sha256()
    stream = ingest_files(walk([folder]))
    while True:
        started = time.process_time()
        taken = next(stream, None)
        figures.cpu_s += time.process_time() - started
        if taken is None:
            break
        figures.files += 1
        if figures.files % 500 == 0:
            figures.memory_mib.append((figures.files, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
        if taken.source is None:
            figures.failures.append(f"{taken.file.name}: {taken.failure}")
            continue
        _compare(taken, figures)
        figures.source_bytes += taken.file.path.stat().st_size
        for kind in (taken.documents, taken.clauses, taken.chunks):
            for thing in kind:
                ids.write(thing.id + "\n")
                digest.update(repr((thing.id, thing.span)).encode())
    figures.digest = digest.hexdigest()
    return figures


def _compare(taken: Ingested, figures: Figures) -> None:
    assert taken.source is not None
    text, name = taken.source.text, taken.file.name
    counted = counted_articles(text)
    articles = {c.span.start: c.title for c in taken.clauses if c.kind is ClauseKind.ARTICLE}
    figures.counted += len(counted)
    figures.found += len(articles)
    figures.both += len(counted.keys() & articles.keys())
    figures.missing += [(name, counted[at]) for at in sorted(counted.keys() - articles.keys())]
    figures.extra += [(name, text[at : at + 60]) for at in sorted(articles.keys() - counted.keys())]
    figures.documents += len(taken.documents)
    figures.clauses += len(taken.clauses)
    figures.chunks += len(taken.chunks)
    if not tiles(len(text), taken):
        figures.untiled.append(name)
    clauses: dict[str, Clause] = {c.id: c for c in taken.clauses}
    for chunk in taken.chunks:
        clause = clauses.get(chunk.clause_id)
        if clause is None or not clause.extent.covers(chunk.span) or chunk.span.cut(text) != chunk.text:
            figures.unresolved_chunks += 1


def report(figures: Figures, again: str, differences: int) -> Iterator[str]:
    """The figures as lines for a person."""
    megabytes = figures.source_bytes / 1e6
    yield f"files {figures.files}, failed {len(figures.failures)}, {megabytes:.1f} MB"
    yield f"documents {figures.documents}, clauses {figures.clauses}, chunks {figures.chunks}"
    yield f"articles: counted {figures.counted}, found {figures.found}, both {figures.both}"
    yield f"recovered {figures.both / max(figures.counted, 1):.4%}"
    yield f"not tiled: {len(figures.untiled)} {figures.untiled[:5]}"
    yield f"chunks that do not resolve: {figures.unresolved_chunks}"
    yield f"ids {figures.ids}, repeated {figures.repeated_ids}"
    yield f"two runs equal: {again == figures.digest}" if again else "one run only"
    yield f"throughput {megabytes / figures.cpu_s * 60:.1f} MB a minute ({figures.cpu_s:.1f} s of CPU)"
    yield "peak memory, MiB after files: " + ", ".join(f"{n}: {m:.0f}" for n, m in figures.memory_mib)
    yield from (f"  failed {line}" for line in figures.failures)
    for title, listed in (("missing", figures.missing), ("extra", figures.extra)):
        by_file = Counter(name for name, _ in listed)
        yield f"{title}: {len(listed)} in {len(by_file)} files"
        for name, number in by_file.most_common(differences):
            first = next(line for other, line in listed if other == name)
            yield f"  {number:4d} {name}: {first[:70]!r}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--differences", type=int, default=40, help="files listed a kind of difference")
    parser.add_argument("--digest", action="store_true", help="print only the digest of ids and spans")
    parser.add_argument("--once", action="store_true", help="leave the second run out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.archive
        if folder.is_file():
            with tarfile.open(folder) as archive:
                archive.extractall(scratch, filter="data")
            folder = Path(scratch)
        figures = measure(folder)
        if options.digest:
            sys.stdout.write(figures.digest)
            return
        again = "" if options.once else _in_another_process(folder)
    sys.stdout.write("\n".join(report(figures, again, options.differences)) + "\n")


def _in_another_process(folder: Path) -> str:
    command = [sys.executable, "-m", "tests.ingest.measure_archive", "--archive", str(folder), "--digest"]
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
