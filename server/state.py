"""Everything the application works with, in one object; ``server.bootstrap`` makes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.calls import ServiceCalls
from server.operations import Operations
from server.records.feedback import Feedback
from server.records.questions import Questions
from server.records.visibility import Visibility
from server.serving import Serving


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the routes share."""

    serving: Serving
    calls: ServiceCalls = field(default_factory=ServiceCalls)
    operations: Operations = field(default_factory=Operations)

    @property
    def feedback(self) -> Feedback | None:
        """``None`` where the service has no folder to keep records in."""
        return self.operations.feedback

    @property
    def visibility(self) -> Visibility | None:
        """Who sees which files; ``None`` where all is public."""
        return self.operations.visibility

    @property
    def questions(self) -> Questions | None:
        """The question log; ``None`` where it is switched off."""
        return self.operations.questions
