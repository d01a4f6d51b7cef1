"""From a condition to the filter expression that Milvus evaluates before it ranks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from index.stores.chunk_store import Condition


def expression(condition: Condition) -> str:
    """``condition`` in Milvus' language; the empty text where there is none."""
    return " and ".join(_parts(condition))


def _parts(condition: Condition) -> Iterator[str]:
    filters = condition.filters
    # The region first: it is the partition key, and says which partitions are looked into at all.
    for name, values in (
        ("region", filters.regions),
        ("document", filters.documents),
        ("doc_type", filters.doc_types),
        ("status", filters.status),
    ):
        if values:
            yield f"{name} in {_listed(values)}"
    if condition.only is not None:
        yield f"document in {_listed(sorted(condition.only))}"
    if condition.hidden:
        yield f"document not in {_listed(sorted(condition.hidden))}"
    if condition.ids is not None:
        yield f"id in {_listed(condition.ids)}"


def _listed(values: Iterable[str]) -> str:
    """Quoted and escaped as in JSON, which Milvus' string literals agree with: no value can end its quotes."""
    return json.dumps(list(values), ensure_ascii=False)
