"""What is measured: anything that answers the way the wire contract says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from server.client import PolicyClient
from server.contract import AskRequest, AskResponse, DocumentList, FactList, SearchRequestBody, SearchResponse


class Service(Protocol):
    """What of the contract measuring uses; the client of a running service has it, and so has the service itself."""

    def ask(self, request: AskRequest) -> AskResponse:
        """Answer one request."""
        ...

    def search(self, request: SearchRequestBody) -> SearchResponse:
        """Clauses, best first."""
        ...

    def documents(self) -> DocumentList:
        """The documents held."""
        ...

    def facts(self, document_id: str) -> FactList:
        """What a document states in figures."""
        ...


@dataclass(frozen=True, slots=True)
class Target:
    """A service under measurement. It may raise anything: the runner records that as a failed request."""

    name: str
    """How reports call it."""
    service: Service


def remote_target(base_url: str) -> Target:
    """A running service, asked over HTTP. Times measured through it include the way there and back."""
    return Target(base_url, PolicyClient(base_url))
