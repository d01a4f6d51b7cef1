"""The one place where settings are read and parts are put together."""

from __future__ import annotations

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
from index.retriever import Retriever
from index.settings import BuildSettings, RetrievalSettings
from index.snapshots import current_snapshot
from server.answer.generative import Rewriter
from server.errors import IndexUnavailable
from server.llm import Llm, LlmSettings
from server.service import PolicyService


class Settings(BaseSettings):
    """Everything that can be set, from ``POLICYQA_…`` variables or ``policyqa.toml``; unknown keys are refused.

    ``home`` holds all state of one library, so several stand side by side. ``host`` other than loopback puts the
    service on the network: it has no login of its own yet, so leave that to a portal in front of it. ``llm`` names a
    language model that words answers; without it nothing but this machine is ever talked to.
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
        # Before the model, which takes seconds to load.
        current_snapshot(settings.home)
        rewriter = Rewriter(Llm(settings.llm)) if settings.llm else None
        encoder = open_encoder(settings)
        return PolicyService(Retriever.open(settings.home, encoder, settings=settings.retrieval), rewriter)
    except RetrievalIndexError as error:
        raise IndexUnavailable(str(error)) from error
