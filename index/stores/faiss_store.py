"""Dense vectors in FAISS, memory-mapped: exact search, and in large libraries clusters that bring the candidates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, ValidationError

from index.errors import IndexCorrupt
from index.settings import DenseSettings
from index.stores.dense import DenseStore
from index.stores.ranking import Positions, Scores, admitted, best

FILE_NAME = "vectors.faiss"
CLUSTERS_NAME = "clusters.faiss"
ARGUMENTS_NAME = "store.json"

_FEW = 4096
"""Up to so many admitted rows are read and multiplied by themselves; beyond, FAISS walks over all."""

_SAMPLES_PER_CLUSTER = 40
_GROWN = 1.25
"""Up to so many times as many or as few clusters as a library of its size would get, old centres still serve: while it
has grown or shrunk by less than half."""

_SURPLUS = 2
"""Of the candidates, whose 8-bit scores are off by a little, so many times what is asked for is scored exactly."""


class StoreArguments(BaseModel):
    """``store.json``: what the files beside it were made with; they have to agree with it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    dim: PositiveInt
    count: NonNegativeInt
    clusters: NonNegativeInt
    """0: exact search only."""
    probes: NonNegativeInt
    selective: Annotated[float, Field(ge=0, le=1)] = DenseSettings().selective
    """Absent where an earlier version wrote the file."""

    def as_built(self) -> DenseSettings:
        """The settings it was built with, as far as they decide how it is searched."""
        return DenseSettings(probes=self.probes, selective=self.selective) if self.clusters else DenseSettings()


class FaissStore:
    """``DenseStore`` over ``faiss.IndexFlatIP``. One store may be searched from several threads at once.

    Above ``DenseSettings.exact_up_to`` vectors a saved store also has an inverted file (k-means clusters, 8 bits a
    number), which brings the candidates of an unfiltered or hardly filtered search: approximate, its scores exact
    all the same. A filter that leaves fewer than ``DenseSettings.selective`` of the vectors, or candidates too few,
    make the search exact: no filter starves it.
    """

    metric = "inner_product"

    def __init__(self, dim: int, settings: DenseSettings | None = None) -> None:
        self._index: Any = faiss.IndexFlatIP(dim)
        self._settings = settings or DenseSettings()
        # FAISS's own type stubs do not know what its classes get at import.
        self._clusters: Any = None

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def approximate(self) -> bool:
        """Whether clusters bring the candidates."""
        return self._clusters is not None

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Append ``vectors`` (n, dim), else ``ValueError``. Search is exact again until ``cluster`` is called."""
        if vectors.ndim != 2 or vectors.shape[1] != self.dim:
            raise ValueError(f"向量形状应为 (n, {self.dim})，实际为 {vectors.shape}")
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        self._clusters = None

    def cluster(self, like: DenseStore | None = None) -> None:
        """Make the clusters if the store is large enough for them; takes about a second for 2,000 vectors.

        The centres of ``like`` are taken over where it has nearly as many as are needed: then most of that is saved.
        """
        if len(self) <= self._settings.exact_up_to:
            return
        count = max(1, round(4 * len(self) ** 0.5))
        vectors = self._index.reconstruct_n(0, len(self))
        if isinstance(like, FaissStore) and like.dim == self.dim and like._has_about(count):
            clusters = like._emptied()
        else:
            clusters = self._trained(count, vectors)
        clusters.add(vectors)
        self._clusters = clusters

    def _has_about(self, count: int) -> bool:
        return self._clusters is not None and count / _GROWN <= self._clusters.nlist <= count * _GROWN

    def _emptied(self) -> Any:  # noqa: ANN401 - FAISS is untyped
        """Clusters with these centres and this quantisation, and nothing in them."""
        quantiser = faiss.IndexFlatIP(self.dim)
        quantiser.add(self._clusters.quantizer.reconstruct_n(0, self._clusters.nlist))
        clusters = self._untrained(quantiser, self._clusters.nlist)
        faiss.copy_array_to_vector(faiss.vector_to_array(self._clusters.sq.trained), clusters.sq.trained)
        clusters.is_trained = True
        return clusters

    def _trained(self, count: int, vectors: NDArray[np.float32]) -> Any:  # noqa: ANN401 - FAISS is untyped
        """``count`` clusters trained on a sample of ``vectors``, and nothing in them."""
        quantiser = faiss.IndexFlatIP(self.dim)
        clusters = self._untrained(quantiser, count)
        clusters.cp.niter = 8
        clusters.cp.min_points_per_centroid = 1
        drawn = np.random.default_rng(0).permutation(len(vectors))[: count * _SAMPLES_PER_CLUSTER]
        clusters.train(vectors[np.sort(drawn)])
        return clusters

    def _untrained(self, quantiser: Any, count: int) -> Any:  # noqa: ANN401 - FAISS is untyped
        return faiss.IndexIVFScalarQuantizer(
            quantiser, self.dim, count, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
        )

    def search(self, vector: NDArray[np.float32], k: int, allowed: Positions | None = None) -> tuple[Positions, Scores]:
        """The best ``k`` positions and their inner products, of ``allowed`` only where given."""
        if vector.shape != (self.dim,):
            raise ValueError(f"查询向量形状应为 ({self.dim},)，实际为 {vector.shape}")
        if allowed is not None:
            allowed = admitted(allowed, len(self))
        searched = len(self) if allowed is None else len(allowed)
        k = min(k, searched)
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        # One query is scanned faster by one thread than by several that wait for each other on busy cores
        # (8 ms against 56 for 60,000 vectors). The number holds for the calling thread only, hence each time.
        faiss.omp_set_num_threads(1)
        row = np.ascontiguousarray(vector[np.newaxis], dtype=np.float32)
        if allowed is not None and searched <= _FEW:
            return best(allowed, self._inner_products(allowed, row[0]), k)
        if self._clusters is not None and searched >= self._settings.selective * len(self):
            found = self._candidates(row, k * _SURPLUS, allowed)
            if len(found) >= k:
                return best(found, self._inner_products(found, row[0]), k)
        positions, scores = self._nearest(row, min(k + 1, searched), allowed)
        # Of those that share the last score FAISS keeps any: the lowest can be taken only when all of them are there.
        while len(scores) < searched and scores[-1] == scores[k - 1]:
            positions, scores = self._nearest(row, min(2 * len(scores), searched), allowed)
        return best(positions, scores, k)

    def _nearest(self, row: NDArray[np.float32], k: int, allowed: Positions | None) -> tuple[Positions, Scores]:
        bits = None if allowed is None else self._bits(allowed)
        parameters = None if bits is None else _parameters(faiss.SearchParameters, bits)
        scores, positions = self._index.search(row, k, params=parameters)
        return positions[0], scores[0]

    def _candidates(self, row: NDArray[np.float32], count: int, allowed: Positions | None) -> Positions:
        """About ``count`` positions near ``row``, in the nearest clusters only."""
        # FAISS keeps only a pointer to the bits: they have to live as long as the search.
        bits = None if allowed is None else self._bits(allowed)
        # A filter that leaves one in three needs three times the clusters for as many candidates.
        probes = self._settings.probes if allowed is None else self._settings.probes * len(self) // len(allowed)
        parameters = _parameters(faiss.SearchParametersIVF, bits, nprobe=probes)
        _, positions = self._clusters.search(row, min(count, len(self)), params=parameters)
        found: Positions = positions[0][positions[0] >= 0]
        return found

    def vectors(self, positions: Positions) -> NDArray[np.float32]:
        """The vectors at ``positions``, a row each."""
        if not len(positions):
            return np.empty((0, self.dim), np.float32)
        rows: NDArray[np.float32] = self._index.reconstruct_batch(positions)
        return rows

    def _inner_products(self, positions: Positions, vector: NDArray[np.float32]) -> Scores:
        products: Scores = self.vectors(positions) @ vector
        return products

    def _bits(self, allowed: Positions) -> NDArray[np.uint8]:
        mask = np.zeros(len(self), bool)
        mask[allowed] = True
        return np.packbits(mask, bitorder="little")

    def save(self, directory: Path) -> None:
        """Write the vectors, the clusters (made if need be) and the arguments into ``directory``."""
        if self._clusters is None:
            self.cluster()
        faiss.write_index(self._index, str(directory / FILE_NAME))
        if self._clusters is not None:
            faiss.write_index(self._clusters, str(directory / CLUSTERS_NAME))
        arguments = StoreArguments(
            metric=self.metric,
            dim=self.dim,
            count=len(self),
            clusters=self._clusters.nlist if self._clusters is not None else 0,
            probes=self._settings.probes if self._clusters is not None else 0,
            selective=self._settings.selective,
        )
        (directory / ARGUMENTS_NAME).write_text(arguments.model_dump_json(), encoding="utf-8")

    @classmethod
    def open(cls, directory: Path, settings: DenseSettings | None = None) -> Self:
        """Map what ``save`` wrote into memory; raises ``IndexCorrupt``.

        ``settings`` decide how it is searched (by default, those it was built with); the clusters stay as they are.
        """
        path = directory / FILE_NAME
        try:
            arguments = StoreArguments.model_validate_json((directory / ARGUMENTS_NAME).read_bytes())
            index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
            clusters: Any = None
            if arguments.clusters:
                path = directory / CLUSTERS_NAME
                clusters = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except (OSError, RuntimeError, ValidationError) as error:
            raise IndexCorrupt(f"向量文件无法读取：{path}。请回退到其他快照或重新建立索引") from error
        found = (type(index), index.d, index.ntotal, index.metric_type)
        if found != (faiss.IndexFlatIP, arguments.dim, arguments.count, faiss.METRIC_INNER_PRODUCT):
            raise IndexCorrupt(f"向量文件不是本程序写的：{path}。请重新建立索引")
        if clusters is not None and (clusters.ntotal, clusters.d, clusters.nlist) != (
            arguments.count,
            arguments.dim,
            arguments.clusters,
        ):
            raise IndexCorrupt(f"向量文件前后不一：{path}。请重新建立索引")
        store = cls(index.d, settings or arguments.as_built())
        store._index = index
        store._clusters = clusters
        return store


def _parameters(kind: Any, bits: NDArray[np.uint8] | None, **more: int) -> Any:  # noqa: ANN401
    """Search parameters with a selector over ``bits``. Untyped: FAISS replaces both constructors at import."""
    bitmap: Any = faiss.IDSelectorBitmap
    return kind(**more) if bits is None else kind(sel=bitmap(bits), **more)
