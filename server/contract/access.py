"""Who sees a document."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from server.contract.base import Wire


class VisibilityChange(Wire):
    """`PUT /v1/documents/{id}/visibility`: ``public`` or the name of a group."""

    visibility: Annotated[str, Field(min_length=1, max_length=64)]


class DocumentVisibility(Wire):
    """Who sees a file, and with it each document in it."""

    source_file: str
    visibility: str
