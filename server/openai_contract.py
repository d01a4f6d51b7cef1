"""The chat-completions contract of the OpenAI API, as far as this service has a meaning for it.

Unknown request keys are let through, unlike in :mod:`server.contract`: clients send temperatures, tools and the like
unasked, and none of them changes what a clause says. The shapes are those of the official client's types
(``openai.types.chat``); what is ours is the extra key ``policyqa``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)

from server.contract import AskResponse, Mode, RequestFilters

MODEL = "policyqa"
"""The one model offered."""


Text = Annotated[str, StringConstraints(max_length=1_000_000)]
"""Bounded like a whole request; only a bounded string is checked for characters that no text can hold."""


class OpenAiWire(BaseModel):
    """Base of the OpenAI-shaped values."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class TextPart(OpenAiWire):
    """A part of a message. Only text can be read here."""

    type: Literal["text"]
    text: Text


class ChatMessage(OpenAiWire):
    """One message. System and tool messages are accepted and set aside: there is no model to instruct."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """The message's text, its parts joined by line feeds."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or ())


class StreamOptions(OpenAiWire):
    """What is added to a stream."""

    include_usage: bool | None = None


class ChatRequest(OpenAiWire):
    """`POST /v1/chat/completions`."""

    model: Text = Field(description=f"固定为 {MODEL}，见 /v1/models")
    messages: list[ChatMessage] = Field(min_length=1, description="最后一条 user 消息是问题，之前的问答是上文")
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1, le=1)] | None = Field(default=None, description="只能为 1")
    filters: RequestFilters | None = Field(default=None, description="本服务的扩展：限定范围，与 /v1/ask 相同")
    mode: Mode | None = Field(default=None, description="本服务的扩展：作答方式，与 /v1/ask 相同")


class Usage(OpenAiWire):
    """Estimated tokens: nothing is tokenized for an answer. See :func:`server.openai_chat.estimated_tokens`."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AnswerMessage(OpenAiWire):
    """The answer as text for people, and whole in ``policyqa`` for programs."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    policyqa: AskResponse = Field(description="完整的 /v1/ask 响应，含条款原文与引文")


class AnswerChoice(OpenAiWire):
    """The one choice there is."""

    index: int = 0
    message: AnswerMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class ChatCompletion(OpenAiWire):
    """The answer, whole. ``system_fingerprint`` names the snapshot answered from."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    system_fingerprint: str
    choices: list[AnswerChoice]
    usage: Usage


class Delta(OpenAiWire):
    """A piece of a streamed answer; the last one has the whole response in ``policyqa``."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    policyqa: AskResponse | None = None

    @model_serializer(mode="wrap")
    def _only_what_is_new(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value is not None}


class ChunkChoice(OpenAiWire):
    """The one choice of a chunk."""

    index: int = 0
    delta: Delta
    finish_reason: Literal["stop"] | None = None


class ChatChunk(OpenAiWire):
    """One event of a stream."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str = MODEL
    system_fingerprint: str
    choices: list[ChunkChoice]
    usage: Usage | None = None


class ModelCard(OpenAiWire):
    """A model on offer. ``created`` is 0: it is made of the library, which has its own snapshots."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class ModelList(OpenAiWire):
    """`GET /v1/models`."""

    object: Literal["list"] = "list"
    data: list[ModelCard]


class ErrorBody(OpenAiWire):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorEnvelope(OpenAiWire):
    """An error as the official clients read it."""

    error: ErrorBody
