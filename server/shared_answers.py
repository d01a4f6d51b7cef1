"""Answers that replicas remember together, in Redis. What is lost there costs the time to answer anew, nothing else."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pydantic import ValidationError

from server.contract import AskResponse

if TYPE_CHECKING:
    from server.redis_link import RedisLink

log = logging.getLogger(__name__)

_PREFIX = "policyqa:answer:"
_DAY_SECONDS = 24 * 3600
"""No answer is asked for any longer: the day is part of its key."""


class SharedAnswers:
    """Answers behind ``link``, by what they depend on. ``made_by`` is whatever else an answer depends on: the
    version of the program and its settings; replicas that differ in them do not take each other's.
    """

    def __init__(self, link: RedisLink, made_by: Iterable[str]) -> None:
        self._link = link
        self._made_by = tuple(made_by)

    def get(self, *asked: str) -> AskResponse | None:
        """The answer kept for ``asked``, if there is one and Redis answers (blocks)."""
        name = self._name(asked)

        def ask() -> bytes | None:
            kept = self._link.client.get(name)
            return kept if isinstance(kept, bytes) else None

        kept = self._link.attempt(ask, lambda: None)
        if kept is None:
            return None
        try:
            return AskResponse.model_validate_json(kept)
        except ValidationError:
            log.warning("an answer in Redis is none of ours; it is made anew")
            return None

    def put(self, response: AskResponse, *asked: str) -> None:
        """Keep an answer for the other replicas, for a day (blocks)."""
        name, text = self._name(asked), response.model_dump_json()
        self._link.attempt(lambda: bool(self._link.client.set(name, text, ex=_DAY_SECONDS)), lambda: False)

    def _name(self, asked: Iterable[str]) -> str:
        # Hashed: no question is read off a list of the names.
        whole = "\0".join((*self._made_by, *asked))
        return _PREFIX + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
