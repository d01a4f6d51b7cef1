"""The caller of a request: a name, a role, groups; held in the context of the request it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a caller may do; each role may do all that the ones before it may."""

    READER = 1
    """Ask, search, read the documents it may see, give feedback."""
    EDITOR = 2
    """Add, replace and delete documents, and say who sees them."""
    ADMIN = 3
    """Switch snapshots, see every document."""


@dataclass(frozen=True, slots=True)
class Identity:
    """``name`` is that of the key used, never the key itself; audit lines carry it."""

    name: str
    role: Role
    groups: frozenset[str] = frozenset()

    def sees(self, visibility: str) -> bool:
        """Whether this caller may know of a document with this visibility: ``public`` or a group's name."""
        return visibility == PUBLIC or self.role >= Role.ADMIN or visibility in self.groups


PUBLIC = "public"
"""Visibility of a document that every caller sees."""
INTERNAL = "internal"
"""The group of the office's own people; a group like any other, but always there."""

LOCAL = Identity("local", Role.ADMIN)
"""Who calls where no keys are asked for: somebody at this very machine."""
NOBODY = Identity("anonymous", Role.READER)
"""Sees what is public. Also what code outside every request is taken for."""

_caller: ContextVar[Identity] = ContextVar("caller", default=NOBODY)


def caller() -> Identity:
    """Who makes the request this code runs for; also in the threads of :class:`server.calls.ServiceCalls`."""
    return _caller.get()


@contextmanager
def acting_as(identity: Identity) -> Iterator[None]:
    """Within, :func:`caller` is ``identity``."""
    token = _caller.set(identity)
    try:
        yield
    finally:
        _caller.reset(token)
