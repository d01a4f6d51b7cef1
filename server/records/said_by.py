"""Who may read what somebody wrote: his words can name what only those who see as much as he does may know of."""

from __future__ import annotations

import json

from server.auth.identity import Identity, Role

EVERYBODY, ADMINS = "[]", "*"


def seen_by(writer: Identity) -> str:
    """To be kept with the words: the writer's groups as a JSON array, or ``ADMINS``; nobody is named."""
    return ADMINS if writer.role >= Role.ADMIN else json.dumps(sorted(writer.groups), ensure_ascii=False)


def may_see(reader: Identity, kept: str) -> bool:
    """Whether ``reader`` is in all the groups of the writer."""
    if reader.role >= Role.ADMIN or kept == EVERYBODY:
        return True
    return kept != ADMINS and reader.groups >= set(json.loads(kept))
