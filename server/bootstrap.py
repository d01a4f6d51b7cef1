"""The one place where settings are read and parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.errors import RetrievalIndexError
from index.opened import Opened
from index.rerank import load_reranker
from index.retriever import Retriever
from index.settings import BuildSettings, RetrievalSettings
from index.snapshots import current_snapshot
from server.answer.generative import Rewriter
from server.errors import IndexUnavailable
from server.library.archive import Archive
from server.library.desk import Desk
from server.library.jobs import Jobs
from server.library.librarian import Librarian
from server.library.settings import UploadSettings
from server.llm import Llm, LlmSettings
from server.records.database import open_database
from server.service import PolicyService
from server.serving import Serving
from server.state import Changing, ServerState


class Settings(BaseSettings):
    """Everything that can be set, from ``POLICYQA_…`` variables or ``policyqa.toml``; unknown keys are refused.

    ``home`` holds all state of one library, so several stand side by side. ``host`` other than loopback puts the
    service on the network: it has no login of its own yet, so leave that to a portal in front of it. ``uploads`` bounds
    what may be handed in. ``llm`` names a language model that words answers; without it nothing but this machine is
    ever talked to.
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
    uploads: UploadSettings = UploadSettings()
    llm: LlmSettings | None = None

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


def open_service(settings: Settings) -> PolicyService:
    """The service over the snapshot in use.

    Raises:
        IndexUnavailable: there is none, it is damaged, or it was built with another model.
        LlmExtraMissing: a language model is configured but ``policyqa[llm]`` is not installed.
    """
    try:
        encoder = _encoder_for_library(settings)
        return _maker(settings, encoder)(Opened.of(settings.home))
    except RetrievalIndexError as error:
        raise IndexUnavailable(str(error)) from error


def open_state(settings: Settings) -> ServerState:
    """What the application works with, over the snapshot in use, able to change the library.

    Raises:
        IndexUnavailable, LlmExtraMissing: as :func:`open_service`.
    """
    try:
        encoder = _encoder_for_library(settings)
        make = _maker(settings, encoder)
        opened = Opened.of(settings.home)
        serving = Serving(make(opened))
    except RetrievalIndexError as error:
        raise IndexUnavailable(str(error)) from error
    engine = open_database(settings.home)
    jobs, archive = Jobs(engine), Archive(settings.home, engine)
    librarian = Librarian(settings.home, encoder, serving, opened, make, jobs, archive, settings.build)
    desk = Desk(settings.home, serving, jobs, librarian, settings.uploads)
    return ServerState(serving, changing=Changing(desk, archive))


def _encoder_for_library(settings: Settings) -> Encoder:
    # Before the model, which takes seconds to load.
    current_snapshot(settings.home)
    return open_encoder(settings)


def _maker(settings: Settings, encoder: Encoder) -> Callable[[Opened], PolicyService]:
    """Makes services over snapshots; what does not depend on the snapshot is loaded once."""
    rewriter = Rewriter(Llm(settings.llm)) if settings.llm else None
    reranker = load_reranker(settings.retrieval.reranker) if settings.retrieval.reranker else None

    def make(opened: Opened) -> PolicyService:
        retriever = Retriever(opened.name, opened.contents, encoder, settings.retrieval, reranker, opened.hold)
        return PolicyService(retriever, rewriter)

    return make
