"""Files read on the workers of a Ray cluster, into the very library that one process makes of them.

Workers write what a file gave into :class:`~ingest.records.Records`, and tell its key. A worker that is lost loses no
more than the file it was at; a driver that is lost finds all that was written when it is started again. The folder of
the records and the files must lie at the same paths for every worker.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.cluster import LOSSES, cause
from ingest.corpus import CorpusFile
from ingest.errors import WorkLost
from ingest.model import Library
from ingest.pipeline import Ingested, assemble, ingest_files
from ingest.records import Records, parser_version

_FILES_A_TASK = 8


def parsed_folder(home: Path) -> Path:
    """Where the results are kept, in the folder of a library, until an index has been built of them."""
    return home / "work" / "parsed"


def ingest_on_cluster(files: Sequence[CorpusFile], on_progress: Callable[[str], None] | None, folder: Path) -> Library:
    """What :func:`ingest.pipeline.ingest_all` makes of ``files``, read by the workers of the cluster in use.

    Raises:
        NothingToIngest: no file could be taken.
        WorkLost: workers were lost :data:`~ingest.cluster.LOSSES` times over one piece of work, or run another version
            of this program, or what came back is not each file once.
    """
    results = _spread(files, folder, on_progress)
    return assemble(_collected(files, results, Records(folder)))


def _spread(
    files: Sequence[CorpusFile], folder: Path, on_progress: Callable[[str], None] | None
) -> dict[int, dict[str, Any]]:
    """A row a file, by its number."""
    import ray
    from ray.exceptions import RayError

    # A path may hold bytes that are no text, which tables of strings refuse.
    items = [
        {"number": number, "path": os.fsencode(file.path.absolute()), "name": file.name, "key": file.key}
        for number, file in enumerate(files)
    ]
    data = ray.data.from_items(items, override_num_blocks=-(-len(items) // _FILES_A_TASK))
    rows: dict[int, dict[str, Any]] = {}
    try:
        for row in data.map(_Parse(folder.absolute()), max_retries=LOSSES).iter_rows():
            if row["parser"] != parser_version():
                raise WorkLost("集群上的 policyqa 与本机的版本不同，请装成同一版本")
            if row["number"] in rows:
                raise WorkLost(f"{files[row['number']].name} 报告了两次，请重试")
            rows[row["number"]] = row
            if on_progress:
                on_progress(row["name"])
    except RayError as error:
        raise WorkLost(f"读取文件时集群中断，已完成的保留，重新运行即接着做：{cause(error)}") from error
    if len(rows) != len(files):
        raise WorkLost(f"{len(files)} 份文件只有 {len(rows)} 份有结果，重新运行即接着做")
    return rows


def _collected(files: Sequence[CorpusFile], rows: dict[int, dict[str, Any]], records: Records) -> Iterator[Ingested]:
    for number, file in enumerate(files):
        row = rows[number]
        if row["failure"]:
            yield Ingested(file, failure=row["failure"])
        else:
            # Damaged between the writing and now: read here.
            yield records.load(row["record"], file) or next(ingest_files([file]))


class _Parse:
    """What a worker does with a file."""

    def __init__(self, folder: Path) -> None:
        self._records = Records(folder)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        file = CorpusFile(Path(os.fsdecode(row["path"])), row["name"], row["key"])
        key = self._records.key(file)
        failure = ""
        if key is None or not self._records.has(key):
            taken = next(ingest_files([file]))
            failure = taken.failure or ""
            if not failure and key is not None:
                self._records.save(key, taken)
        return {
            "number": row["number"],
            "name": file.name,
            "parser": parser_version(),
            "record": key or "",
            "failure": failure,
        }
