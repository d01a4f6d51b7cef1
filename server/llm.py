"""A language model behind any OpenAI-compatible endpoint (Ollama, vLLM, DeepSeek…). Optional: ``policyqa[llm]``.

What it says is a proposal: :mod:`server.answer.generative` checks it and drops it where it fails.

LlmExtraMissing   a ServiceError, at start: install ``policyqa[llm]`` or leave the model out of the settings
LlmFailed         no usable text came back: answer without it. Its message holds neither key nor text
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from server.errors import ServiceError

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletionChunk

_LONGEST_REPLY = 20_000
"""Characters after which a reply is given up; a server need not keep to ``max_tokens``."""


class LlmExtraMissing(ServiceError):
    """A model is configured but the package that talks to it is not installed."""

    code = "llm_extra_missing"
    status = 503
    title = "未安装大模型组件"


class LlmFailed(Exception):
    """The endpoint was slow, refused, broke off, or sent what cannot be read."""


class LlmSettings(BaseModel):
    """Where the model is and how long it may take.

    ``timeout_s`` bounds each wait for bytes as well as the whole reply (checked with every piece that comes, so a
    reply takes less than twice that). ``api_key`` is sent to ``base_url`` only and is never shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    base_url: AnyHttpUrl
    model: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    api_key: SecretStr = SecretStr("none")
    timeout_s: Annotated[float, Field(gt=0, le=120)] = 20.0
    max_tokens: Annotated[int, Field(ge=64, le=8192)] = 1024


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta = _Delta()
    finish_reason: str | None = None


class _Piece(BaseModel):
    """The part of a streamed piece we read; anything else in its place is an error."""

    choices: list[_Choice] = []


class Llm:
    """A client for one model. Thread-safe; blocks."""

    def __init__(self, settings: LlmSettings) -> None:
        """Connect to nothing yet.

        Raises:
            LlmExtraMissing: the ``openai`` package is not installed.
        """
        try:
            import openai
        except ImportError as error:
            raise LlmExtraMissing("配置了大模型，但缺少所需组件。请执行：pip install 'policyqa[llm]'") from error
        self._settings = settings
        self._failures = (openai.OpenAIError, openai.APIError, ValueError)
        # No retries: the extracted answer is ready, and a 429 may ask to wait a minute. Neither a proxy that happens to
        # be set nor a redirect takes question, clauses or key to another host.
        self._client: OpenAI = openai.OpenAI(
            base_url=str(settings.base_url),
            api_key=settings.api_key.get_secret_value(),
            timeout=settings.timeout_s,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(trust_env=False, follow_redirects=False),
        )

    def complete(self, system: str, user: str) -> str:
        """The model's whole reply, at temperature 0, read as it streams.

        Raises:
            LlmFailed: it did not come whole and in time.
        """
        deadline = time.monotonic() + self._settings.timeout_s
        try:
            with self._client.chat.completions.create(
                model=self._settings.model,
                messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                temperature=0,
                max_tokens=self._settings.max_tokens,
                stream=True,
            ) as stream:
                return _read(stream, deadline)
        except self._failures as error:
            # The error's own words may repeat the key or the clauses.
            raise LlmFailed(type(error).__name__) from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _read(stream: Iterable[ChatCompletionChunk], deadline: float) -> str:
    text, ended = "", False
    for chunk in stream:
        if time.monotonic() > deadline:
            raise LlmFailed("timeout")
        if not isinstance(chunk, BaseModel):
            raise LlmFailed("no completion")
        for choice in _Piece.model_validate(chunk.model_dump(warnings=False)).choices[:1]:
            text += choice.delta.content or ""
            ended = ended or choice.finish_reason == "stop"
        if len(text) > _LONGEST_REPLY:
            raise LlmFailed("too long")
    if not ended:
        raise LlmFailed("cut off")
    return text
