"""What stands before every question: remembered answers, counts, and the question log where it is switched on."""

from __future__ import annotations

import logging
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from server.contract import AskRequest, AskResponse

if TYPE_CHECKING:
    from server.records.questions import Questions
    from server.shared_answers import SharedAnswers
    from server.telemetry.metrics import Metrics

log = logging.getLogger(__name__)

Answer = Callable[[AskRequest], AskResponse]
Scope = tuple[str, frozenset[str]]
"""The name of a snapshot, and the files of it that are hidden."""
_Key = tuple[Scope, str, date]


class AnswerDesk:
    """Answers from memory what was asked before in the same words, of the same documents. Safe to use from threads.

    At most ``capacity`` answers are kept, the longest unused go first; 0 keeps none. ``rewords``: a language model
    words answers. Then one that it failed to word is not kept, so that its failure does not outlast it. ``shared``
    is asked for what is not in this process's own memory.
    """

    def __init__(
        self,
        metrics: Metrics,
        *,
        capacity: int = 0,
        rewords: bool = False,
        questions: Questions | None = None,
        shared: SharedAnswers | None = None,
    ) -> None:
        self._metrics = metrics
        self._capacity = capacity
        self._rewords = rewords
        self._questions = questions
        self._shared = shared if capacity else None
        self._kept: OrderedDict[_Key, AskResponse] = OrderedDict()
        self._lock = Lock()

    def ask(self, scope: Scope, request: AskRequest, answer: Answer) -> AskResponse:
        """The answer to ``request``, remembered or made by ``answer``; ``scope`` says of which documents.

        A remembered one has an id of its own, and ``cache`` among its timings.
        """
        began = time.perf_counter()
        # The day counts: what is in force, and which deadlines have passed, is judged by it.
        key = (scope, repr(request.model_copy(update={"stream": False})), date.today())
        kept = self._remembered(key)
        if kept is None:
            response = answer(request)
            if self._capacity and self._is_lasting(request, response):
                self._remember(key, response)
                if self._shared is not None:
                    self._shared.put(response, *_words(key))
        else:
            spent = round((time.perf_counter() - began) * 1000, 2)
            fresh = {"id": f"ask-{uuid.uuid4().hex[:12]}", "timings_ms": {"cache": spent, "total": spent}}
            response = kept.model_copy(update=fresh)
        self._metrics.answered(response, remembered=kept is not None)
        self._note(request, response)
        return response

    def _is_lasting(self, request: AskRequest, response: AskResponse) -> bool:
        worded = response.mode == "generative" or response.status == "refused"
        return worded or not self._rewords or request.mode == "extractive"

    def _remembered(self, key: _Key) -> AskResponse | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is None and self._shared is not None:
            kept = self._shared.get(*_words(key))
            if kept is not None:
                self._remember(key, kept)
        return kept

    def _remember(self, key: _Key, response: AskResponse) -> None:
        with self._lock:
            self._kept[key] = response
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)

    def _note(self, request: AskRequest, response: AskResponse) -> None:
        if self._questions is None:
            return
        try:
            self._questions.note(request.question, response.status)
        except SQLAlchemyError:
            # The asker gets his answer; whoever runs the service sees the count and the log.
            self._metrics.question_not_logged()
            log.exception("a question could not be logged")


def _words(key: _Key) -> tuple[str, ...]:
    """``key`` in words that are the same in every process."""
    (snapshot, hidden), request, day = key
    return snapshot, repr(sorted(hidden)), request, day.isoformat()
