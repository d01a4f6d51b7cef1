"""Everything the application works with, in one object; ``server.bootstrap`` makes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from server.calls import ServiceCalls
from server.library.archive import Archive
from server.library.desk import Desk
from server.operations import Operations
from server.records.feedback import Feedback
from server.records.questions import Questions
from server.records.visibility import Visibility
from server.serving import Serving


@dataclass(frozen=True, slots=True)
class Changing:
    """What changes of the library need: where they are ordered, and what is kept of replaced documents."""

    desk: Desk
    archive: Archive


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the routes share. Without ``changing`` the library is served as it is: no route changes it."""

    serving: Serving
    calls: ServiceCalls = field(default_factory=ServiceCalls)
    operations: Operations = field(default_factory=Operations)
    changing: Changing | None = None

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

    @contextmanager
    def working(self) -> Iterator[None]:
        """Carry out changes of the library in the background, if it can be changed at all."""
        if self.changing is None:
            yield
            return
        with self.changing.desk.librarian.working():
            yield
