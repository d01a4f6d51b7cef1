"""A bounded trial of a real Milvus 2.3.5 (standalone), killed in the middle of a load. Not part of the suite.

It needs an environment of its own, outside the repository, since that release's client pins old packages:

    python -m venv E && E/bin/pip install "milvus==2.3.5" "pymilvus==2.3.7" "setuptools<81" "marshmallow<4"
    unshare --map-root-user --net --pid --fork --kill-child --mount-proc sh -c \
        'ip link set lo up; E/bin/python tests/index/stores/trial_milvus_standalone.py D'

``D`` is a new folder for the data; in a network namespace of its own nothing outside reaches the server's ports.
Tried are: dense search and filters against NumPy, upserts by id, deletion by document, ``kill -9`` between two
acknowledged batches, and what is there after the restart. Prints JSON; ends by itself.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from milvus import MilvusServer
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections

DIM, ROWS, BATCH, KILLED_AFTER = 64, 12_000, 500, 13
NAME = "trial"
REGIONS = 6


def started(folder: str) -> tuple[Any, float]:
    """A server over ``folder``, once it answers, and how many seconds that took."""
    began = time.perf_counter()
    server = MilvusServer()
    server.set_base_dir(folder)
    server.start()
    connections.connect("default", host="127.0.0.1", port=server.listen_port, timeout=60)
    return server, time.perf_counter() - began


def made(vectors: np.ndarray, at: int, until: int) -> list[list[Any]]:
    """Columns of the rows ``at`` … ``until``."""
    numbers = range(at, until)
    return [
        [f"文件{number // 40}:{number}" for number in numbers],
        [f"文件{number // 40}" for number in numbers],
        [str(370_000 + number % REGIONS) for number in numbers],
        vectors[at:until].tolist(),
    ]


def counted(collection: Collection, expression: str = "") -> int:
    """With strong consistency."""
    found = collection.query(expr=expression, output_fields=["count(*)"], consistency_level="Strong")
    return int(found[0]["count(*)"])


def by_region(collection: Collection) -> list[int]:
    """How many rows a filter on each region finds; an even share each, if the partition key is heeded."""
    return [counted(collection, f'region in ["{370_000 + region}"]') for region in range(REGIONS)]


def shared(collection: Collection, vectors: np.ndarray, query: np.ndarray, region: int | None) -> float:
    """Share of the ten nearest (of a region) that NumPy finds too."""
    admitted = np.arange(len(vectors)) if region is None else np.arange(region, len(vectors), REGIONS)
    expected = admitted[np.argsort(-(vectors[admitted] @ query))[:10]]
    expression = None if region is None else f'region in ["{370_000 + region}"]'
    [hits] = collection.search(
        [query.tolist()], "dense", {"metric_type": "IP"}, 10, expr=expression, consistency_level="Strong"
    )
    return len({hit.id.rpartition(":")[2] for hit in hits} & set(map(str, expected.tolist()))) / 10


def trial(folder: str) -> dict[str, Any]:
    """Everything in order; what was found."""
    noise = np.random.default_rng(0).normal(size=(ROWS, DIM)).astype(np.float32)
    vectors = noise / np.linalg.norm(noise, axis=1, keepdims=True)
    told: dict[str, Any] = {"rows": ROWS, "batch": BATCH}
    server, told["start_seconds"] = started(folder)
    fields = [
        FieldSchema("id", DataType.VARCHAR, max_length=512, is_primary=True),
        FieldSchema("document", DataType.VARCHAR, max_length=512),
        FieldSchema("region", DataType.VARCHAR, max_length=16, is_partition_key=True),
        FieldSchema("dense", DataType.FLOAT_VECTOR, dim=DIM),
    ]
    collection = Collection(NAME, CollectionSchema(fields), consistency_level="Strong", num_partitions=4)
    collection.create_index("dense", {"index_type": "FLAT", "metric_type": "IP", "params": {}})
    collection.load()
    acknowledged = 0
    for at in range(0, KILLED_AFTER * BATCH, BATCH):
        acknowledged += collection.upsert(made(vectors, at, at + BATCH)).upsert_count
    told["acknowledged_before_kill"] = acknowledged
    server.server_proc.kill()
    server.server_proc.wait()
    connections.disconnect("default")
    server, told["restart_seconds"] = started(folder)
    collection = Collection(NAME)
    collection.load(timeout=300)
    told["counted_after_restart"] = counted(collection)
    # The load goes on from the beginning: what is there already must not double.
    began = time.perf_counter()
    acknowledged = sum(collection.upsert(made(vectors, at, at + BATCH)).upsert_count for at in range(0, ROWS, BATCH))
    told["whole_load_seconds"] = time.perf_counter() - began
    told["acknowledged_in_whole_load"] = acknowledged
    told["counted_after_whole_load"] = counted(collection)
    collection.flush()
    told["counted_after_flush"] = counted(collection)
    told["counted_by_region"] = by_region(collection)
    queries = vectors[::1200]
    told["recall_at_10"] = float(np.mean([shared(collection, vectors, query, None) for query in queries]))
    told["recall_at_10_filtered"] = float(
        np.mean([shared(collection, vectors, query, at % REGIONS) for at, query in enumerate(queries)])
    )
    ids = [f"文件3:{number}" for number in range(120, 160)]
    collection.delete(f"id in {json.dumps(ids, ensure_ascii=False)}")
    told["counted_after_deletion_of_40"] = counted(collection)
    told["left_of_the_document"] = counted(collection, 'document == "文件3"')
    inserted = Collection("inserted", CollectionSchema(fields), consistency_level="Strong", num_partitions=4)
    inserted.create_index("dense", {"index_type": "FLAT", "metric_type": "IP", "params": {}})
    inserted.load()
    for at in range(0, ROWS, BATCH):
        inserted.insert(made(vectors, at, at + BATCH))
    told["counted_by_region_if_inserted"] = by_region(inserted)
    server.stop()
    return told


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True)
    print(json.dumps(trial(sys.argv[1]), ensure_ascii=False, indent=1))
