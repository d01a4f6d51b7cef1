"""The one place where parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from ipaddress import ip_address
from typing import Literal

from sqlalchemy import Engine

from index.embedding.batched_queries import BatchedQueries
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.errors import RetrievalIndexError
from index.opened import Opened
from index.rerank import load_reranker
from index.retriever import Retriever
from index.snapshots import current_snapshot
from index.storage.local import LocalStorage
from index.storage.milvus import MilvusStorage
from index.storage.storage import Storage
from server.answer.generative import Rewriter
from server.answer_desk import AnswerDesk
from server.auth.keyring import KeyRing
from server.auth.keys import KeyStore
from server.auth.limits import RateLimit
from server.auth.sessions import Sessions
from server.calls import ServiceCalls
from server.errors import IndexUnavailable, KeysMissing
from server.library.archive import Archive
from server.library.desk import Desk
from server.library.jobs import Jobs
from server.library.librarian import Librarian
from server.llm import Llm
from server.operations import Operations
from server.records.audit import Audit
from server.records.database import open_database
from server.records.feedback import Feedback
from server.records.questions import Questions
from server.records.visibility import Visibility
from server.redis_link import RedisLink
from server.service import PolicyService
from server.serving import Serving
from server.settings import Settings
from server.shared_answers import SharedAnswers
from server.state import Changing, ServerState
from server.telemetry.metrics import Metrics

__all__ = ["Settings", "is_loopback", "open_encoder", "open_operations", "open_service", "open_state", "open_storage"]


def open_encoder(settings: Settings) -> Encoder:
    """The embedding model the settings name."""
    return load_encoder(settings.embedding)


def open_storage(settings: Settings, kind: Literal["faiss", "milvus"] | None = None) -> Storage:
    """Where snapshots are kept: as the settings say, or in the store named. Raises ``StoreExtraMissing``."""
    if (kind or settings.store) == "milvus":
        return MilvusStorage(settings.milvus, settings.build)
    return LocalStorage(settings.build)


def open_service(settings: Settings) -> PolicyService:
    """The service over the snapshot in use.

    Raises:
        IndexUnavailable: there is none, it is damaged, or it was built with another model.
        LlmExtraMissing: a language model is configured but ``policyqa[llm]`` is not installed.
    """
    try:
        encoder = _encoder_for_library(settings, None)
        return _maker(settings, encoder, open_storage(settings))(Opened.of(settings.home), None)
    except RetrievalIndexError as error:
        raise IndexUnavailable(str(error)) from error


def open_state(settings: Settings, host: str) -> ServerState:
    """What the application works with, over the snapshot in use, able to change the library.

    Raises:
        IndexUnavailable, LlmExtraMissing: as :func:`open_service`.
        KeysMissing, ExtraMissing: as :func:`open_operations`.
        DatabaseUnavailable, RecordsTooNew: as :func:`open_database`.
    """
    engine = open_database(settings.home, settings.database_url)
    operations = open_operations(settings, host, engine)
    try:
        encoder = _encoder_for_library(settings, operations.metrics.batch)
        storage = open_storage(settings)
        make = _maker(settings, encoder, storage)
        opened = Opened.of(settings.home)
        serving = Serving(make(opened, None), operations.visibility, operations.desk)
    except RetrievalIndexError as error:
        raise IndexUnavailable(str(error)) from error
    jobs, archive = Jobs(engine), Archive(settings.home, engine)
    librarian = Librarian(settings.home, encoder, serving, opened, make, jobs, archive, storage)
    desk = Desk(settings.home, serving, jobs, librarian, settings.uploads)
    return ServerState(serving, ServiceCalls(settings.timeout_seconds), operations, Changing(desk, archive))


def open_operations(settings: Settings, host: str, engine: Engine) -> Operations:
    """What keeps a service that listens on ``host``, with its records in ``engine``.

    Raises:
        KeysMissing: it would ask for keys, and there is none.
        ExtraMissing: a Redis is named and ``policyqa[redis]`` is not installed.
    """
    asks_for_keys = settings.keys == "always" or not is_loopback(host)
    store = KeyStore(engine)
    if asks_for_keys and not store.any_in_force():
        raise KeysMissing(
            f"监听 {host} 需要访问密钥，而现在一个也没有。请先执行 policyqa keys create --name 名称 --role admin；"
            "只在本机使用的，请监听 127.0.0.1。"
        )
    metrics = Metrics()
    # Opened in any case: a log that was switched off is emptied, as its setting says.
    log = Questions(engine, settings.question_log_days)
    questions = log if settings.question_log_days else None
    link = RedisLink(settings.redis_url) if settings.redis_url else None
    rate = settings.rate_limit or ("600/minute" if asks_for_keys else None)
    return Operations(
        metrics=metrics,
        desk=AnswerDesk(
            metrics,
            capacity=settings.answer_cache,
            rewords=settings.llm is not None,
            questions=questions,
            shared=SharedAnswers(link, _answers_made_by(settings)) if link else None,
        ),
        keys=KeyRing(store, Sessions(engine)) if asks_for_keys else None,
        rate=RateLimit(rate, link) if rate else None,
        redis=link,
        visibility=Visibility(engine),
        audit=Audit(engine),
        questions=questions,
        feedback=Feedback(engine),
        allowed_origins=settings.allowed_origins,
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a service on ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _answers_made_by(settings: Settings) -> tuple[str, ...]:
    """What an answer depends on besides the library and the question."""
    llm = settings.llm.model_dump_json(exclude={"api_key"}) if settings.llm else ""
    return version("policyqa"), settings.embedding.model_dump_json(), settings.retrieval.model_dump_json(), llm


def _encoder_for_library(settings: Settings, on_batch: Callable[[int], None] | None) -> Encoder:
    # Before the model, which takes seconds to load.
    current_snapshot(settings.home)
    return BatchedQueries(open_encoder(settings), on_batch)


def _maker(
    settings: Settings, encoder: Encoder, storage: Storage
) -> Callable[[Opened, PolicyService | None], PolicyService]:
    """Makes services over snapshots; what does not depend on the snapshot is loaded once."""
    rewriter = Rewriter(Llm(settings.llm)) if settings.llm else None
    reranker = load_reranker(settings.retrieval.reranker) if settings.retrieval.reranker else None

    def make(opened: Opened, like: PolicyService | None) -> PolicyService:
        search = storage.search(opened.contents, settings.retrieval)
        retriever = Retriever(opened.name, opened.contents, encoder, settings.retrieval, reranker, opened.hold, search)
        return PolicyService(retriever, rewriter, like)

    return make
