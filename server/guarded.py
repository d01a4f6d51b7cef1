"""The gate before an application, for the state it works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.auth.gate import Gate
from server.auth.identity import Identity

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from server.state import ServerState


def gate_settings(state: ServerState) -> dict[str, Any]:
    """The arguments of :class:`Gate` for ``state``."""
    operations = state.operations

    async def prepare(identity: Identity) -> None:
        if state.visibility is not None and state.visibility.stale():
            await state.calls.read(state.visibility.follow)
        if not state.serving.is_ready_for(identity):
            await state.calls.read(state.serving.prepare_for, identity)

    return {
        "keys": operations.keys,
        "rate": operations.rate,
        "origins": operations.allowed_origins,
        "prepare": prepare,
        "on_limited": operations.metrics.rate_limited,
    }


def guarded(app: ASGIApp, state: ServerState) -> ASGIApp:
    """``app`` behind the gate."""
    return Gate(app, **gate_settings(state))
