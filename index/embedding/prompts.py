"""What is put before every query and passage, and the name of an encoder, which depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from index.embedding.settings import EmbeddingSettings

_QUERY: Final = ("query",)
_PASSAGE: Final = ("document", "passage", "corpus")


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of an encoder; ``""``: none."""

    query: str
    passage: str

    @classmethod
    def chosen(cls, settings: EmbeddingSettings, own: Mapping[str, str]) -> Self:
        """Those of the settings, else the first that the model brings along (``own``) for queries and passages."""
        return cls(_prompt(settings.query_prompt, own, _QUERY), _prompt(settings.passage_prompt, own, _PASSAGE))

    def encoder_name(self, identity: str, max_tokens: int | None) -> str:
        """``Encoder.name`` of the model that ``identity`` stands for, with these prompts."""
        return f"{identity} query={self.query!r} passage={self.passage!r} tokens={max_tokens}"


def _prompt(chosen: str | None, own: Mapping[str, str], names: tuple[str, ...]) -> str:
    if chosen is not None:
        return chosen
    return next((own[name] for name in names if own.get(name)), "")
