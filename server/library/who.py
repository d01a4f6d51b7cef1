"""Whom a change is noted for."""

from __future__ import annotations

from starlette.requests import Request

LOCAL = "local"
"""Whoever uses a service that asks for no key."""


def who(request: Request) -> str:
    """The name of the key a request came with."""
    return str(getattr(request.state, "who", LOCAL))
