"""Chat completions from and to the service's own contract: pure functions, no framework."""

from __future__ import annotations

from collections.abc import Iterator

from server.contract import MAX_QUESTION_CHARS, AskRequest, AskResponse, RequestFilters, Turn
from server.errors import InvalidRequest, ModelNotFound
from server.markdown_answer import answer_markdown, notes_markdown
from server.openai_contract import (
    MODEL,
    AnswerChoice,
    AnswerMessage,
    ChatChunk,
    ChatCompletion,
    ChatMessage,
    ChatRequest,
    ChunkChoice,
    Delta,
    ModelCard,
    Usage,
)
from server.pieces import pieces

_TURNS = 50
_TURN_CHARS = 20_000
"""Bounds of the contract's history; of a longer conversation the latest turns count."""


def ask_request(chat: ChatRequest) -> AskRequest:
    """The last user message as the question, the user's and assistant's messages before it as the history.

    Raises:
        ModelNotFound: another model is named.
        InvalidRequest: there is no user message, or the last one is empty or too long.
    """
    model_card(chat.model)
    asked = [at for at, message in enumerate(chat.messages) if message.role == "user"]
    if not asked:
        raise InvalidRequest("messages 里没有 user 消息，请至少给出一个问题。")
    question = chat.messages[asked[-1]].text.strip()
    if not question:
        raise InvalidRequest("最后一条 user 消息是空的，请输入要问的问题。")
    if len(question) > MAX_QUESTION_CHARS:
        raise InvalidRequest(f"问题不能超过 {MAX_QUESTION_CHARS} 个字符，请精简后再问。")
    turns = [turn for message in chat.messages[: asked[-1]] if (turn := _turn(message)) is not None]
    return AskRequest(
        question=question,
        history=turns[-_TURNS:],
        filters=chat.filters or RequestFilters(),
        mode=chat.mode or "auto",
    )


def model_card(name: str) -> ModelCard:
    """The model called ``name``.

    Raises:
        ModelNotFound: there is none.
    """
    if name != MODEL:
        raise ModelNotFound(f"没有名为“{name}”的模型，可用的模型：{MODEL}。")
    return ModelCard()


def completion(chat: ChatRequest, response: AskResponse, created: int) -> ChatCompletion:
    """``response`` whole, at the Unix time ``created``."""
    content = answer_markdown(response) + notes_markdown(response)
    return ChatCompletion(
        id=_id(response),
        created=created,
        system_fingerprint=response.snapshot,
        choices=[AnswerChoice(message=AnswerMessage(content=content, policyqa=response))],
        usage=usage(chat, content),
    )


def chunks(chat: ChatRequest, response: AskResponse, created: int) -> Iterator[ChatChunk]:
    """``response`` piece by piece: the contents joined are those of :func:`completion`.

    The last chunk with a choice carries the whole response; the one with the usage, where asked for, comes after it.
    """

    def chunk(choices: list[ChunkChoice], used: Usage | None = None) -> ChatChunk:
        return ChatChunk(
            id=_id(response), created=created, system_fingerprint=response.snapshot, choices=choices, usage=used
        )

    answer, notes = answer_markdown(response), notes_markdown(response)
    yield chunk([ChunkChoice(delta=Delta(role="assistant", content=""))])
    for piece in (*pieces(answer), *notes.splitlines(keepends=True)):
        yield chunk([ChunkChoice(delta=Delta(content=piece))])
    yield chunk([ChunkChoice(delta=Delta(policyqa=response), finish_reason="stop")])
    if chat.stream_options and chat.stream_options.include_usage:
        yield chunk([], usage(chat, answer + notes))


def usage(chat: ChatRequest, content: str) -> Usage:
    """What was read (all messages, also those set aside) and what was written, in estimated tokens."""
    read = sum(estimated_tokens(message.text) for message in chat.messages)
    written = estimated_tokens(content)
    return Usage(prompt_tokens=read, completion_tokens=written, total_tokens=read + written)


def estimated_tokens(text: str) -> int:
    """One token a character outside ASCII, one for every four characters begun inside it; nothing is tokenized."""
    ascii_ = sum(character.isascii() for character in text)
    return len(text) - ascii_ + -(-ascii_ // 4)


def _turn(message: ChatMessage) -> Turn | None:
    match message.role:
        case "user" | "assistant" as role:
            return Turn(role=role, content=message.text[:_TURN_CHARS])
        case _:
            return None


def _id(response: AskResponse) -> str:
    return f"chatcmpl-{response.id.removeprefix('ask-')}"
