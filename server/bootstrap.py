"""The one place where settings are read and parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.embedding.batched_queries import BatchedQueries
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.errors import RetrievalIndexError
from index.retriever import Retriever
from index.settings import BuildSettings, RetrievalSettings
from index.snapshots import current_snapshot
from server.answer.generative import Rewriter
from server.auth.keyring import KeyRing
from server.auth.keys import KeyStore
from server.auth.limits import RateLimit
from server.calls import TIMEOUT_SECONDS, ServiceCalls
from server.desk import AnswerDesk
from server.errors import IndexUnavailable, KeysMissing
from server.llm import Llm, LlmSettings
from server.operations import Operations
from server.records.audit import Audit
from server.records.database import open_database
from server.records.feedback import Feedback
from server.records.questions import Questions
from server.records.visibility import Visibility
from server.service import PolicyService
from server.serving import Serving
from server.state import ServerState
from server.telemetry.metrics import Metrics


class Settings(BaseSettings):
    """Everything that can be set, from ``POLICYQA_…`` variables or ``policyqa.toml``; unknown keys are refused.

    ``home`` holds all state of one library, so several stand side by side. ``host`` other than loopback puts the
    service on the network, and then it asks every caller for a key (``keys``: ``always`` asks on loopback too).
    ``rate_limit`` is for each key or address; unset, it is 600/minute where keys are asked for, and none where not.
    A request that takes longer than ``timeout_seconds`` ends with an error. ``answer_cache`` answers are remembered
    (0: none). ``question_log_days`` keeps the questions asked for so long; 0 keeps none. ``allowed_origins`` are other
    sites whose pages may call the service. ``llm`` names a language model that words answers; without it nothing but
    this machine is ever talked to.
    """

    model_config = SettingsConfigDict(
        env_prefix="POLICYQA_",
        env_nested_delimiter="__",
        toml_file="policyqa.toml",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # an input may be the model's key
    )

    home: Path = Path("var/policyqa")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    embedding: EmbeddingSettings = EmbeddingSettings()
    build: BuildSettings = BuildSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    llm: LlmSettings | None = None
    keys: Literal["off_loopback", "always"] = "off_loopback"
    rate_limit: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,6}/(second|minute|hour|day)$")] | None = None
    timeout_seconds: Annotated[float, Field(ge=1, le=600)] = TIMEOUT_SECONDS
    answer_cache: Annotated[int, Field(ge=0, le=100_000)] = 1024
    question_log_days: Annotated[int, Field(ge=0, le=3650)] = 0
    allowed_origins: tuple[str, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        return init_settings, _Environment(settings_cls), TomlConfigSettingsSource(settings_cls)


class _Environment(EnvSettingsSource):
    """Also hands on the variables with our prefix that name no setting, so that a misspelt one is refused."""

    def __call__(self) -> dict[str, Any]:
        """Values by setting, the unknown ones included."""
        values = super().__call__()
        for name, value in self.env_vars.items():
            if name.startswith(self.env_prefix.lower()):
                key = name.removeprefix(self.env_prefix.lower()).partition(self.env_nested_delimiter or "__")[0]
                if key not in self.settings_cls.model_fields:
                    values[key] = value
        return values


def open_encoder(settings: Settings) -> Encoder:
    """The embedding model the settings name."""
    return load_encoder(settings.embedding)


def open_service(settings: Settings, on_batch: Callable[[int], None] | None = None) -> PolicyService:
    """The service over the snapshot in use; ``on_batch`` hears how many questions were embedded together.

    Raises:
        IndexUnavailable: there is none, it is damaged, or it was built with another model.
        LlmExtraMissing: a language model is configured but ``policyqa[llm]`` is not installed.
    """
    try:
        # Before the model, which takes seconds to load.
        current_snapshot(settings.home)
        rewriter = Rewriter(Llm(settings.llm)) if settings.llm else None
        encoder = BatchedQueries(open_encoder(settings), on_batch)
        return PolicyService(Retriever.open(settings.home, encoder, settings=settings.retrieval), rewriter)
    except RetrievalIndexError as error:
        raise IndexUnavailable(str(error)) from error


def open_operations(settings: Settings, host: str) -> Operations:
    """What keeps a service that listens on ``host``.

    Raises:
        KeysMissing: it would ask for keys, and there is none.
    """
    engine = open_database(settings.home)
    asks_for_keys = settings.keys == "always" or not is_loopback(host)
    store = KeyStore(engine)
    if asks_for_keys and not store.any_in_force():
        raise KeysMissing(
            f"监听 {host} 需要访问密钥，而现在一个也没有。请先执行 policyqa keys create --name 名称 --role admin；"
            "只在本机使用的，请监听 127.0.0.1。"
        )
    metrics = Metrics()
    questions = Questions(engine, settings.question_log_days) if settings.question_log_days else None
    rate = settings.rate_limit or ("600/minute" if asks_for_keys else None)
    return Operations(
        metrics=metrics,
        desk=AnswerDesk(metrics, capacity=settings.answer_cache, rewords=settings.llm is not None, questions=questions),
        keys=KeyRing(store) if asks_for_keys else None,
        rate=RateLimit(rate) if rate else None,
        visibility=Visibility(engine),
        audit=Audit(engine),
        questions=questions,
        feedback=Feedback(engine),
        allowed_origins=settings.allowed_origins,
    )


def open_state(settings: Settings, host: str) -> ServerState:
    """What the application works with, over the snapshot in use.

    Raises:
        IndexUnavailable, LlmExtraMissing: as :func:`open_service`.
        KeysMissing: as :func:`open_operations`.
    """
    operations = open_operations(settings, host)
    serving = Serving(open_service(settings, operations.metrics.batch), operations.visibility, operations.desk)
    return ServerState(serving, ServiceCalls(settings.timeout_seconds), operations)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a service on ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
