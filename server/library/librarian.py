"""Carries the jobs out: one at a time, on the library that is in use then, with one switch at the end of each.

Every process that serves a library has a librarian. The writer's lock of the library's folder decides whose turn it
is, so an order given to one process may be carried out by another; all of them follow the snapshot in use.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.embedding.encoder import Encoder
from index.errors import IndexBusy, RetrievalIndexError
from index.lock import writer_lock
from index.opened import Opened
from index.snapshots import current_snapshot
from index.storage.storage import Storage
from ingest.errors import IngestError
from server.errors import ServiceError
from server.library.archive import Archive
from server.library.jobs import Jobs, Order
from server.library.plan import Rejected, State, plan
from server.library.vault import Vault
from server.records.tables import AWAY
from server.service import PolicyService
from server.serving import Serving

log = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
"""How often an idle librarian looks for orders given to, and snapshots made by, other processes."""
_BUSY_SECONDS = 0.2
_PROGRESS_SECONDS = 0.5
_UNEXPECTED = "服务出现未预料的错误，已记入日志，请联系管理员。"


class _Stopping(Exception):
    """The server is being stopped in the middle of an order, which stays open."""


class Librarian:
    """The library in ``home`` under change; :meth:`working` is on while the server runs."""

    def __init__(
        self,
        home: Path,
        encoder: Encoder,
        serving: Serving,
        opened: Opened,
        service_over: Callable[[Opened, PolicyService | None], PolicyService],
        jobs: Jobs,
        archive: Archive,
        storage: Storage,
    ) -> None:
        """``opened`` is what ``serving`` answers from; ``service_over`` makes the service over another snapshot,
        from what the one before it found out already.
        """
        self._home = home
        self._encoder = encoder
        self._serving = serving
        self._opened = opened
        self._service_over = service_over
        self._jobs = jobs
        self._archive = archive
        self._vault = Vault(home)
        self._storage = storage
        self._wake = threading.Event()
        self._closing = threading.Event()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Carry orders out in a thread of its own until the end; what is not finished then goes on after a restart."""
        thread = threading.Thread(target=self._work, name="librarian", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._closing.set()
            self._wake.set()
            thread.join()

    def wake(self) -> None:
        """There is a new order."""
        self._wake.set()

    def _work(self) -> None:
        while not self._closing.is_set():
            self._wake.clear()
            try:
                self._follow()
                pause = _LOOK_SECONDS if self._carry_out_next() is None else 0.0
            except IndexBusy:
                pause = _BUSY_SECONDS
            except AWAY as error:
                log.warning("the records are not to be had (%s); orders wait", type(error).__name__)
                pause = _LOOK_SECONDS
            # The thread must outlive whatever goes wrong with one look: the next may go well.
            except Exception:
                log.exception("the library could not be looked after")
                pause = _LOOK_SECONDS
            if pause:
                self._wake.wait(pause)

    def _follow(self) -> None:
        """Answer from the snapshot in use, also where another process has put it there."""
        name = current_snapshot(self._home)
        if name != self._opened.name:
            self._open(name)

    def _open(self, name: str) -> None:
        opened = Opened.of(self._home, name)
        self._serving.switch(self._service_over(opened, self._serving.whole))
        self._opened = opened

    def _carry_out_next(self) -> Order | None:
        """The order that was carried out, ``None`` when there was none."""
        if self._jobs.next_open() is None:
            return None
        with writer_lock(self._home):
            # Only now is it certain that nobody else is at it.
            order = self._jobs.next_open()
            if order is not None:
                self._carry_out(order)
            return order

    def _carry_out(self, order: Order) -> None:
        try:
            self._follow()
            if order.kind == "activate":
                self._activate(order)
            else:
                self._change(order)
        except _Stopping:
            log.info("the order %s goes on after the next start", order.id)
        except AWAY:
            # Perhaps it was carried out and only not noted: it stays open, and a second time changes nothing.
            raise
        except Rejected as error:
            self._jobs.fail(order, str(error), error.files)
        except (ServiceError, RetrievalIndexError, IngestError, OSError) as error:
            self._jobs.fail(order, str(error), {})
        # Whatever else goes wrong ends this order, not the librarian.
        except Exception:
            log.exception("the order %s could not be carried out", order.id)
            self._jobs.fail(order, _UNEXPECTED, {})

    def _activate(self, order: Order) -> None:
        self._jobs.advance(order.id, "switching")
        leaving = self._opened.contents.library
        if order.subject != self._opened.name:
            target = Opened.of(self._home, order.subject)
            self._archive.keep_leaving(leaving, target.contents.library)
            self._storage.use(self._home, order.subject)
            self._open(order.subject)
        self._jobs.finish(order.id, order.subject, {}, ())

    def _change(self, order: Order) -> None:
        self._jobs.advance(order.id, "parsing")
        contents = self._opened.contents
        before = State(contents.library, contents.changes)
        planned = plan(order, before, self._vault)
        name = self._opened.name
        if planned.state != before:
            self._archive.keep_leaving(before.library, planned.state.library)
            name = self._storage.write(
                planned.state.library,
                planned.state.changes,
                self._encoder,
                self._home,
                contents,
                self._progress(order),
            )
            self._open(name)
        self._jobs.finish(order.id, name, planned.files, planned.notes)

    def _progress(self, order: Order) -> Callable[[int, int], None]:
        """Notes how many of the new chunks are embedded, and that the switch comes next."""
        told = time.monotonic()

        def advance(done: int, total: int) -> None:
            nonlocal told
            if self._closing.is_set():
                raise _Stopping
            if done == total:
                self._jobs.advance(order.id, "switching", total, total)
            elif done == 0 or time.monotonic() - told >= _PROGRESS_SECONDS:
                self._jobs.advance(order.id, "embedding", done, total)
                told = time.monotonic()

        return advance
