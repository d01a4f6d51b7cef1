"""What a library keeps, to be held against what a restored one keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, select

from index.retriever import Retriever
from server.auth.identity import LOCAL, Role, acting_as
from server.auth.keys import KeyStore
from server.contract import AskRequest, FeedbackRequest
from server.records.feedback import Feedback
from server.records.schema import KEPT
from server.records.visibility import Visibility
from server.service import PolicyService
from tests.server.library.small import ENCODER

SETTINGS: dict[str, object] = {"embedding": {"model": "m"}}
QUESTION = "聊城市省级孵化器补助多少"
Open = Callable[..., Engine]


def fill(engine: Engine) -> None:
    with acting_as(LOCAL):
        Feedback(engine).add(
            FeedbackRequest(answer_id="ask-1", question=QUESTION, rating="up", comment='引号"与\n换行')
        )
    Visibility(engine).put("淄博.txt", "internal")
    KeyStore(engine).create("前台", Role.READER)


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        ordered = {table: select(table).order_by(*table.primary_key.columns) for table in KEPT}
        return {table.name: [tuple(row) for row in connection.execute(query)] for table, query in ordered.items()}


def answer(home: Path) -> dict[str, object]:
    response = PolicyService(Retriever.open(home, ENCODER)).ask(AskRequest(question=QUESTION))
    return response.model_dump(exclude={"id", "timings_ms"})


def files(home: Path) -> dict[str, bytes]:
    """What a library consists of, besides its database and its other snapshots."""
    name = (home / "current").read_text(encoding="utf-8").strip()
    roots = (home / "snapshots" / name, home / "uploads", home / "versions")
    found = [path for root in roots for path in root.rglob("*") if path.is_file()]
    return {str(path.relative_to(home)): path.read_bytes() for path in found}
