"""The peers, as `peers.toml` lists them: data, so that a version is raised without touching a program."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

ROSTER = Path(__file__).with_name("peers.toml")
OURS = "policyqa"
"""The name our own row goes by; no peer may have it."""


class RosterModel(BaseModel):
    """Frozen; unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Environment(RosterModel):
    """Packages that are installed together, in this order: one pip call for each of ``steps``."""

    steps: Annotated[tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...], Field(min_length=1)]
    report: Annotated[tuple[str, ...], Field(min_length=1)]
    """The packages whose versions are told."""


class Peer(RosterModel):
    """One row: a worker in an environment, with its options."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    label: str
    environment: str
    worker: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    """Module in `eval.peers.workers`."""
    options: dict[str, int | str | bool | list[str]] = {}
    how: str
    """What it does, for the reader of the table."""


class Roster(RosterModel):
    """All of them."""

    environments: dict[str, Environment]
    peers: tuple[Peer, ...]


def load_roster() -> Roster:
    """The list that comes with the program."""
    return Roster.model_validate(tomllib.loads(ROSTER.read_text("utf-8")))
