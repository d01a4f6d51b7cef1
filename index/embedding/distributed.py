"""Passages embedded on the workers of a Ray cluster: byte for byte the vectors of one process.

The vector of a text differs in its last digits with the batch it is in. So the driver plans the batches as one process
would, and workers embed them one by one. A run of batches is a unit: its vectors lie in a file under what they depend
on, and a driver or worker that was lost leaves whole units to go on from. (Bytes also depend on the kind of
processor: the nodes of a cluster have to be alike for this to hold.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from index import errors
from index.embedding.encoder import PlannedEncoder
from index.errors import EmbeddingError
from ingest.checked_file import read_checked, write_checked
from ingest.cluster import LOSSES, cause
from ingest.errors import WorkLost

_TEXTS_A_UNIT = 128


def embedded_folder(home: Path) -> Path:
    """Where vectors are kept, in the folder of a library, until its index has them."""
    return home / "work" / "embedded"


class DistributedEncoder:
    """``local``, but for passages: these are embedded by encoders that workers ``load``, the same as ``local``.

    Args:
        folder: where vectors are kept until the index has them; every worker sees it at this path.
    """

    def __init__(self, local: PlannedEncoder, load: Callable[[], PlannedEncoder], folder: Path) -> None:
        self.name, self.dim, self.max_tokens = local.name, local.dim, local.max_tokens
        self._local = local
        self._load = load
        self._folder = folder.absolute()

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim), row i for text i.

        Raises:
            EmbeddingError: as a worker's encoder raised it.
            WorkLost: workers were lost again and again, or run another model.
        """
        units = list(_units(texts, self._local.passage_batches(texts), self.name))
        missing = [unit for unit in units if _kept(self._folder, unit.key, len(unit.rows), self.dim) is None]
        done = len(texts) - sum(len(unit.rows) for unit in missing)
        for count in self._spread(missing, texts):
            done += count
            if on_progress:
                on_progress(done)
        vectors = np.empty((len(texts), self.dim), np.float32)
        for unit in units:
            kept = _kept(self._folder, unit.key, len(unit.rows), self.dim)
            if kept is None:
                raise WorkLost(f"一批向量没有写到 {self._folder}，集群的每台机器都要能写这个文件夹；重新运行即接着做")
            vectors[unit.rows] = kept
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The vector (dim,) of a question, made here."""
        return self._local.encode_query(text)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim), made here."""
        return self._local.encode_queries(texts)

    def _spread(self, units: Sequence[_Unit], texts: Sequence[str]) -> Iterator[int]:
        """Have ``units`` embedded; the number of texts of each as it is done."""
        if not units:
            return
        import ray
        from ray.exceptions import RayError

        items = [{"key": u.key, "texts": [texts[row] for row in u.rows], "batches": list(u.batches)} for u in units]
        data = ray.data.from_items(items, override_num_blocks=len(items)).map(
            cast(Any, _Embed),  # Ray's stubs want a plain function here
            fn_constructor_args=(self._load, self.name, self._folder),
            concurrency=max(1, min(len(units), int(cast(Any, ray).cluster_resources()["CPU"]))),
            num_cpus=1,
            max_restarts=LOSSES * len(units),
            max_task_retries=LOSSES,
        )
        try:
            for row in data.iter_rows():
                if row["error"]:
                    raise getattr(errors, row["error"])(row["message"])
                if row["model"] != self.name:
                    raise WorkLost(f"集群上的向量模型是 {row['model']}，本机的是 {self.name}，请装成同一版本")
                yield row["count"]
        except RayError as error:
            raise WorkLost(f"向量化时集群中断，已完成的保留，重新运行即接着做：{cause(error)}") from error


@dataclass(frozen=True, slots=True)
class _Unit:
    """``rows`` of the texts in the order they are embedded in, cut into ``batches`` (sizes)."""

    key: str
    rows: list[int]
    batches: tuple[int, ...]


def _units(texts: Sequence[str], batches: Sequence[list[int]], model: str) -> Iterator[_Unit]:
    together: list[list[int]] = []
    for batch in batches:
        together.append(batch)
        if sum(map(len, together)) >= _TEXTS_A_UNIT:
            yield _unit(texts, together, model)
            together = []
    if together:
        yield _unit(texts, together, model)


def _unit(texts: Sequence[str], batches: Sequence[list[int]], model: str) -> _Unit:
    digest = hashlib.sha256(model.encode())
    for batch in batches:
        digest.update(f"\0{len(batch)}".encode())
        for row in batch:
            data = texts[row].encode()
            digest.update(f"\0{len(data)}\0".encode() + data)
    rows = [row for batch in batches for row in batch]
    return _Unit(digest.hexdigest(), rows, tuple(map(len, batches)))


def _path(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key}.vectors"


def _kept(folder: Path, key: str, count: int, dim: int) -> NDArray[np.float32] | None:
    body = read_checked(_path(folder, key))
    if body is None or len(body) != count * dim * np.dtype(np.float32).itemsize:
        return None
    return np.frombuffer(body, np.float32).reshape(count, dim)


class _Embed:
    """A worker with its encoder, loaded once."""

    def __init__(self, load: Callable[[], PlannedEncoder], model: str, folder: Path) -> None:
        self._wanted, self._folder = model, folder
        self._load = load
        self._encoder: PlannedEncoder | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        done: dict[str, Any] = {"count": len(row["texts"]), "model": "", "error": "", "message": ""}
        try:
            encoder = self._encoder = self._encoder or self._load()
            done["model"] = encoder.name
            if encoder.name == self._wanted:
                write_checked(_path(self._folder, row["key"]), self._embedded(encoder, row).tobytes())
        except EmbeddingError as error:
            done |= {"error": type(error).__name__, "message": str(error)}
        return done

    def _embedded(self, encoder: PlannedEncoder, row: dict[str, Any]) -> NDArray[np.float32]:
        texts, parts, start = list(row["texts"]), [], 0
        for size in row["batches"]:
            parts.append(encoder.encode_passages(texts[start : start + size]))
            start += size
        vectors: NDArray[np.float32] = np.concatenate(parts)
        return vectors
