"""Which service answers now: one snapshot's, replaced as a whole when the library changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.service import PolicyService


class Serving:
    """Holds the service in use. A request takes :attr:`current` once and so sees one snapshot throughout."""

    def __init__(self, service: PolicyService) -> None:
        self._service = service

    @property
    def current(self) -> PolicyService:
        """The service over the newest snapshot."""
        return self._service

    def switch(self, service: PolicyService) -> None:
        """From now on ``service`` answers; requests under way end with the one they began with."""
        self._service = service
