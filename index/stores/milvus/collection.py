"""What a collection looks like: its fields, its indexes, its functions."""

from __future__ import annotations

from typing import Any

from index.settings import Bm25Settings
from index.stores.milvus.connection import Connection
from index.stores.milvus.settings import MilvusSettings

LONGEST_NAME = 2048
"""Bytes of an id."""
LONGEST_TEXT = 65_535
"""Bytes of a text, in Milvus the most there are."""
_JIEBA = {"tokenizer": "jieba"}


def create(
    connection: Connection, name: str, dim: int, settings: MilvusSettings, bm25: Bm25Settings, description: str
) -> None:
    """Make the empty collection ``name``, loaded and ready to be searched. Raises as ``Connection.call`` does."""
    known = connection.pymilvus
    kinds = known.DataType
    schema = known.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False, description=description)
    schema.add_field("id", kinds.VARCHAR, max_length=LONGEST_NAME, is_primary=True)
    schema.add_field("region", kinds.VARCHAR, max_length=32, is_partition_key=True)
    schema.add_field("document", kinds.VARCHAR, max_length=LONGEST_NAME)
    schema.add_field("doc_type", kinds.VARCHAR, max_length=64)
    schema.add_field("status", kinds.VARCHAR, max_length=32)
    schema.add_field("dense", kinds.FLOAT_VECTOR, dim=dim)
    schema.add_field("sparse", kinds.SPARSE_FLOAT_VECTOR)
    if settings.keywords == "jieba":
        schema.add_field("text", kinds.VARCHAR, max_length=LONGEST_TEXT, enable_analyzer=True, analyzer_params=_JIEBA)
        schema.add_function(
            known.Function(
                name="bm25",
                function_type=known.FunctionType.BM25,
                input_field_names=["text"],
                output_field_names=["sparse"],
            )
        )
    connection.call(
        "create_collection",
        name,
        schema=schema,
        index_params=_indexes(connection, settings, bm25),
        consistency_level=settings.consistency.capitalize(),
        num_partitions=settings.partitions,
    )


def _indexes(connection: Connection, settings: MilvusSettings, bm25: Bm25Settings) -> Any:  # noqa: ANN401
    indexes = connection.pymilvus.MilvusClient.prepare_index_params()
    if settings.vectors == "flat":
        indexes.add_index("dense", index_type="FLAT", metric_type="IP")
    else:
        indexes.add_index("dense", index_type="HNSW", metric_type="IP", params={"M": 32, "efConstruction": 200})
    if settings.keywords == "jieba":
        weights = {"bm25_k1": bm25.k1, "bm25_b": bm25.b}
        indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=weights)
    else:
        indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return indexes
