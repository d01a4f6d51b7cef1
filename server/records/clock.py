"""The time as the records have it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """UTC, ISO 8601, to the millisecond: as text in the order of time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
