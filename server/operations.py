"""How the service is kept: who may use it, how often, what is counted and what is written down."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.answer_desk import AnswerDesk
from server.auth.keyring import KeyRing
from server.auth.limits import RateLimit
from server.records.audit import Audit
from server.records.feedback import Feedback
from server.records.questions import Questions
from server.records.visibility import Visibility
from server.redis_link import RedisLink
from server.telemetry.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Operations:
    """Without ``keys`` everybody is the local admin; without ``visibility`` everything is public."""

    metrics: Metrics = field(default_factory=Metrics)
    desk: AnswerDesk | None = None
    keys: KeyRing | None = None
    rate: RateLimit | None = None
    visibility: Visibility | None = None
    audit: Audit | None = None
    questions: Questions | None = None
    feedback: Feedback | None = None
    redis: RedisLink | None = None
    allowed_origins: tuple[str, ...] = ()
