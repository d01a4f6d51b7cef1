"""What is measured: anything that answers a request the way the wire contract says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from server.client import PolicyClient
from server.contract import AskRequest, AskResponse


class Target(Protocol):
    """A service under measurement. `ask` may raise anything: the runner records it as a failed case."""

    @property
    def name(self) -> str:
        """How reports call it."""
        ...

    def ask(self, request: AskRequest) -> AskResponse:
        """Answer one request."""
        ...


@dataclass(frozen=True, slots=True)
class CallableTarget:
    """A service in this process, given as its `ask`."""

    name: str
    answer: Callable[[AskRequest], AskResponse]

    def ask(self, request: AskRequest) -> AskResponse:
        """Answer one request."""
        return self.answer(request)


class RemoteTarget:
    """A running service, asked over HTTP. Times measured through it include the way there and back."""

    def __init__(self, base_url: str) -> None:
        self.name = base_url
        self._client = PolicyClient(base_url)

    def ask(self, request: AskRequest) -> AskResponse:
        """Answer one request."""
        return self._client.ask(request)
