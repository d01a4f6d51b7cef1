"""Insert or change a row in one statement, on each engine in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def put(connection: Connection, table: Table, row: Mapping[str, Any], unique: list[str], changed: list[str]) -> None:
    """Insert ``row``; where one with the same ``unique`` columns is there, only its ``changed`` columns become so."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {name: row[name] for name in changed}
    connection.execute(insert(table).values(**row).on_conflict_do_update(index_elements=unique, set_=values))
