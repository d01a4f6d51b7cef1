"""The service's numbers, for Prometheus. No label holds a question, a key, a document or an address."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from server.contract import AskResponse
from server.service import PolicyService

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_BATCHES = (1, 2, 4, 8, 16, 32)


class Metrics:
    """Counters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("policyqa_requests", "请求数", ["route", "method", "status"], registry=self._registry)
        self._seconds = Histogram(
            "policyqa_request_seconds", "请求耗时（秒）", ["route"], buckets=_SECONDS, registry=self._registry
        )
        self.in_flight = Gauge("policyqa_requests_in_flight", "处理中的请求数", registry=self._registry)
        self._answers = Counter("policyqa_answers", "回答数", ["status", "mode"], registry=self._registry)
        self._refusals = Counter("policyqa_refusals", "拒答数", ["code"], registry=self._registry)
        self._stages = Histogram(
            "policyqa_stage_seconds", "提问各阶段耗时（秒）", ["stage"], buckets=_SECONDS, registry=self._registry
        )
        self._cache = Counter("policyqa_answer_cache", "答案缓存", ["result"], registry=self._registry)
        self._batches = Histogram(
            "policyqa_query_batch_size", "一起编码的问句数", buckets=_BATCHES, registry=self._registry
        )
        self._limited = Counter("policyqa_rate_limited", "因过于频繁被拒的请求数", registry=self._registry)
        self._unlogged = Counter("policyqa_questions_not_logged", "未能写入的问题记录数", registry=self._registry)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request: its route as declared, HTTP status, and how long it took."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, response: AskResponse, *, remembered: bool) -> None:
        """A question was answered or refused."""
        self._cache.labels("hit" if remembered else "miss").inc()
        self._answers.labels(response.status, response.mode).inc()
        if response.refusal:
            self._refusals.labels(response.refusal.code).inc()
        for stage, milliseconds in response.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def batch(self, size: int) -> None:
        """So many questions were embedded together."""
        self._batches.observe(size)

    def rate_limited(self) -> None:
        """A request was refused because its caller asked too often."""
        self._limited.inc()

    def question_not_logged(self) -> None:
        """A line of the question log could not be written."""
        self._unlogged.inc()

    def exposition(self, service: PolicyService) -> bytes:
        """All numbers in Prometheus' text format, with the size of what ``service`` holds: what its caller may see."""
        own = CollectorRegistry()
        held = Gauge("policyqa_index_size", "知识库规模", ["kind"], registry=own)
        library = service.holdings.library
        for kind in ("documents", "clauses", "chunks"):
            held.labels(kind).set(len(getattr(library, kind)))
        return generate_latest(self._registry) + generate_latest(own)
