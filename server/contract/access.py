"""Who sees a document."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from server.contract.base import Wire


class VisibilityChange(Wire):
    """`PUT /v1/documents/{id}/visibility`: ``public`` or the name of a group."""

    visibility: Annotated[str, Field(min_length=1, max_length=64)]


class DocumentVisibility(Wire):
    """Who sees a file, and with it each document in it."""

    source_file: str
    visibility: str


class CallerInfo(Wire):
    """`GET /v1/me`: what the key (or session) of the request allows."""

    name: str = Field(description="密钥的名称；没有启用密钥时为 local")
    role: Literal["reader", "editor", "admin"]
    groups: list[str] = Field(description="所在的用户组")
