"""Everything that can be set; read by ``cli`` and ``server.bootstrap`` only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from index.embedding.settings import EmbeddingSettings
from index.settings import BuildSettings, RetrievalSettings
from index.stores.milvus.settings import MilvusSettings
from ingest.cluster import ClusterSettings
from server.calls import TIMEOUT_SECONDS
from server.library.settings import UploadSettings
from server.llm import LlmSettings


def _postgres(url: SecretStr) -> SecretStr:
    try:
        kind = make_url(url.get_secret_value()).get_backend_name()
    except ArgumentError:
        kind = ""
    if kind != "postgresql":
        raise ValueError("须为 postgresql://用户:密码@主机:端口/数据库；不设则用知识库文件夹里的 SQLite")
    return url


def _redis(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("须为 redis://主机:端口/编号（加密为 rediss://）")
    return url


class Settings(BaseSettings):
    """Everything that can be set, from ``POLICYQA_…`` variables or ``policyqa.toml``; unknown keys are refused.

    ``home`` holds all state of one library, so several stand side by side. ``host`` other than loopback puts the
    service on the network, and then it asks every caller for a key (``keys``: ``always`` asks on loopback too).
    ``store`` is where vectors and terms are kept: on this machine (``faiss``), or in ``milvus``.
    ``rate_limit`` is for each key or address; unset, it is 600/minute where keys are asked for, and none where not.
    A request that takes longer than ``timeout_seconds`` ends with an error. ``answer_cache`` answers are remembered
    (0: none). ``question_log_days`` keeps the questions asked for so long; 0 keeps none. ``allowed_origins`` are other
    sites whose pages may call the service. ``uploads`` bounds what may be handed in, ``ray`` says where work is
    spread that is asked to be. ``llm`` names a language model that words answers; without it, ``database_url``,
    ``redis_url`` and ``milvus``, nothing but this machine is ever talked to.

    ``database_url`` names a PostgreSQL database (``postgresql://user:password@host/name``) for the records of this
    library, where several replicas serve it; without it they are in ``home``. ``redis_url`` names a Redis that
    replicas share for answers and counts of requests; they do without while it is away.
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
    database_url: Annotated[SecretStr, AfterValidator(_postgres)] | None = None
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = None
    embedding: EmbeddingSettings = EmbeddingSettings()
    build: BuildSettings = BuildSettings()
    ray: ClusterSettings = ClusterSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    store: Literal["faiss", "milvus"] = "faiss"
    milvus: MilvusSettings = MilvusSettings()
    uploads: UploadSettings = UploadSettings()
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
