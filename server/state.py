"""Everything the application works with, in one object; ``server.bootstrap`` makes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.calls import ServiceCalls
from server.records.feedback import Feedback
from server.serving import Serving


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the routes share."""

    serving: Serving
    calls: ServiceCalls = field(default_factory=ServiceCalls)
    feedback: Feedback | None = None
    """``None`` where the service has no folder to keep records in."""
