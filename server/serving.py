"""Which service answers now: one snapshot's, replaced as a whole when the library changes; to each what he sees."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from server.auth.identity import NOBODY, Identity, caller

if TYPE_CHECKING:
    from server.answer_desk import AnswerDesk
    from server.records.visibility import Visibility
    from server.service import PolicyService

MOST_VIEWS = 16
"""Sets of hidden files with a view at hand; each holds look-up tables as large as the library's text."""

Hidden = frozenset[str]


class Serving:
    """Holds the service in use. A request takes :attr:`current` once and so sees one snapshot throughout.

    ``visibility`` says what is hidden from whom (nothing, without it); ``desk`` stands before every ``ask``.
    """

    def __init__(
        self, service: PolicyService, visibility: Visibility | None = None, desk: AnswerDesk | None = None
    ) -> None:
        self._visibility = visibility
        self._desk = desk
        self._views = _Views(service, self._view_of)

    @property
    def whole(self) -> PolicyService:
        """The service over all documents, whoever asks: for work on the library itself, never to show its contents."""
        return self._views.whole

    @property
    def current(self) -> PolicyService:
        """The service over the newest snapshot, as the caller of this request sees it: nothing else leaves a trace."""
        return self._views.of(self._hidden_from(caller()))

    def shows(self, source_file: str) -> bool:
        """Whether the caller of this request may know of a file, which need not be held any more."""
        return source_file not in self._hidden_from(caller())

    def show_like(self, source_file: str, other: str) -> None:
        """From now on a file is seen by those who see the ``other``, which it takes the place of."""
        if self._visibility is not None and source_file != other:
            self._visibility.put(source_file, self._visibility.of(other))

    def is_ready_for(self, identity: Identity) -> bool:
        """Whether :attr:`current` is at hand for this caller, or takes the time to make a view."""
        return self._views.has(self._hidden_from(identity))

    def prepare_for(self, identity: Identity) -> None:
        """Make the view of this caller (blocks; as long as opening a library of this size)."""
        self._views.of(self._hidden_from(identity))

    def in_use(self) -> tuple[PolicyService, ...]:
        """The views that are at hand, and that of whoever sees only what is public."""
        views = self._views
        return tuple(views.of(hidden) for hidden in {self._hidden_from(NOBODY), *views.made()})

    def switch(self, service: PolicyService) -> None:
        """From now on ``service`` answers; requests under way end with the one they began with. Blocks like
        :meth:`prepare_for`, for every view in use: nobody waits for his afterwards.

        Raises:
            SQLAlchemyError: who sees what cannot be read now; what answered before goes on.
        """
        if self._visibility is not None:
            # A file that took a hidden one's place in another process was hidden there before the switch.
            self._visibility.refresh()
        views = _Views(service, self._view_of)
        for hidden in self._views.made():
            views.of(hidden)
        self._views = views

    def _hidden_from(self, identity: Identity) -> Hidden:
        return self._visibility.hidden_from(identity) if self._visibility else frozenset()

    def _view_of(self, service: PolicyService, hidden: Hidden) -> PolicyService:
        view = service
        if hidden:
            documents = service.holdings.library.documents
            visible = frozenset(d.id for d in documents if d.source_file not in hidden)
            if len(visible) < len(documents):
                view = service.limited_to(visible)
        if self._desk is None:
            return view
        return view.attended_by(partial(self._desk.ask, (service.snapshot, hidden)))


class _Views:
    """The views of one service, made when first asked for."""

    def __init__(self, whole: PolicyService, make: Callable[[PolicyService, Hidden], PolicyService]) -> None:
        self.whole = whole
        self._make = make
        self._made: dict[Hidden, PolicyService] = {}
        self._making = Lock()

    def made(self) -> tuple[Hidden, ...]:
        """For which sets of hidden files there is a view."""
        with self._making:
            return tuple(self._made)

    def has(self, hidden: Hidden) -> bool:
        """Whether :meth:`of` has nothing to make."""
        return hidden in self._made

    def of(self, hidden: Hidden) -> PolicyService:
        """The view without the ``hidden`` files."""
        view = self._made.get(hidden)
        if view is not None:
            return view
        with self._making:
            if hidden not in self._made:
                view = self._make(self.whole, hidden)
                while len(self._made) >= MOST_VIEWS:
                    self._made.pop(next(iter(self._made)))
                self._made[hidden] = view
            return self._made[hidden]
