"""What all tables of the records have in common: their metadata, the type of their texts, how their engine fails."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, Text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.types import TypeDecorator

METADATA = MetaData()
AWAY = (OperationalError, InterfaceError, PoolTimeout)
"""What a database that is away, or busy for too long, makes of any statement."""


class Words(TypeDecorator[str]):
    """Text as people send it. PostgreSQL keeps no NUL characters and refuses a statement that holds one, be it a
    comment to store or an id to look for; on every engine U+FFFD, the replacement character, stands in its place.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ANN401 - SQLAlchemy's own
        """``value`` as it is kept, and looked for."""
        return value if value is None else value.replace("\0", "\N{REPLACEMENT CHARACTER}")
