"""The types of documents a request's filters ask for."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import DocType
from server.errors import InvalidRequest


def check_doc_types(names: Sequence[str]) -> None:
    """Raises ``InvalidRequest`` for the first of ``names`` that is no type of documents."""
    types = {kind.value for kind in DocType}
    if unknown := [name for name in names if name not in types]:
        raise InvalidRequest(f"没有“{unknown[0]}”这个文种，可用的有：{'、'.join(sorted(types))}。")
