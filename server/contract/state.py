"""How the service fares, and what went wrong."""

from __future__ import annotations

from typing import Literal

from server.contract.base import Wire


class Health(Wire):
    """`GET /healthz`."""

    status: Literal["ok", "degraded"]
    reasons: list[str] = []
    snapshot: str | None
    documents: int
    clauses: int


class Readiness(Wire):
    """`GET /readyz`."""

    status: Literal["ready", "degraded", "not_ready"]
    reasons: list[str] = []


class Problem(Wire):
    """RFC 9457 problem document, with a machine-readable ``code``."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] = []
