"""A client of the HTTP API: what the page and the evaluation use, against any address."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from httpx_sse import ServerSentEvent, SSEError, connect_sse
from pydantic import BaseModel, TypeAdapter, ValidationError

from server.client_errors import ClientError, RequestRejected, ServiceFailed, ServiceUnreachable
from server.contract import (
    AskRequest,
    AskResponse,
    Citation,
    ClauseInContext,
    ClauseList,
    CompareRequest,
    DocumentDetail,
    DocumentList,
    EnterpriseProfile,
    FactList,
    FeedbackList,
    FeedbackReceipt,
    FeedbackRequest,
    Health,
    HotQuestions,
    MatchResponse,
    PolicyCard,
    Problem,
    RegionComparison,
    SearchRequestBody,
    SearchResponse,
    Slip,
    SlipRequest,
    SourceText,
)

DEFAULT_BASE_URL = "http://127.0.0.1:8000"
DEFAULT_TIMEOUT = httpx.Timeout(connect=5.0, read=120.0, write=30.0, pool=5.0)
"""Seconds. Reading waits longest: a first question may have to load the model."""

M = TypeVar("M", bound=BaseModel)
_Params = dict[str, str | int | list[str] | None]
_PAGE = 1000
"""Documents asked for at once; the most the service gives."""
JSON_BODY = {"content-type": "application/json"}
"""Headers of a request with a body."""
_CITATIONS = TypeAdapter(list[Citation])
_TEXT = TypeAdapter(str)


@dataclass(frozen=True, slots=True)
class CitationsEvent:
    """First event of a stream: the clauses the coming answer stands on."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TokenEvent:
    """A piece of the answer; the pieces joined are the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class DoneEvent:
    """Last event of a stream: the whole response."""

    response: AskResponse


AskEvent = CitationsEvent | TokenEvent | DoneEvent


class PolicyClient:
    """Synchronous client; what goes wrong is a `ClientError`. Safe to share between threads; to be closed, or used as a
    context manager.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_BASE_URL,
        *,
        timeout: httpx.Timeout = DEFAULT_TIMEOUT,
        transport: httpx.BaseTransport | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """``headers`` go with every request, such as ``Authorization`` with a key."""
        # trust_env=False: a proxy meant for the outside must not stand before a service inside the network.
        self._http = httpx.Client(
            base_url=base_url,
            timeout=timeout,
            transport=transport,
            trust_env=False,
            headers=headers,
            verify=_trusted(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the connections."""
        self._http.close()

    def ask(self, request: AskRequest) -> AskResponse:
        """The answer or refusal to ``request``, whole (``request.stream`` is set aside)."""
        body = request.model_copy(update={"stream": False})
        return self._call("POST", "/v1/ask", AskResponse, body)

    def stream_ask(self, request: AskRequest) -> Iterator[AskEvent]:
        """The events of ``request``'s answer in order: citations, tokens, done."""
        body = request.model_copy(update={"stream": True})
        yield from map(_event, self._events("POST", "/v1/ask", content=body.model_dump_json(), headers=JSON_BODY))

    def search(self, request: SearchRequestBody) -> SearchResponse:
        """The clauses that match ``request``, best first."""
        return self._call("POST", "/v1/search", SearchResponse, request)

    def slip(self, question: str, response: AskResponse) -> Slip:
        """The clerk's slip of an answer."""
        return self._call("POST", "/v1/slip", Slip, SlipRequest(question=question, response=response))

    def hot_questions(self, region: str | None = None, limit: int = 8) -> HotQuestions:
        """Questions worth asking, of one region or of all."""
        return self._call("GET", "/v1/hot-questions", HotQuestions, params={"region": region, "limit": limit})

    def compare(self, request: CompareRequest) -> RegionComparison:
        """One question put to several regions, a row each."""
        return self._call("POST", "/v1/compare", RegionComparison, request)

    def match(self, profile: EnterpriseProfile) -> MatchResponse:
        """What the clauses of the profile's region give, each condition judged."""
        return self._call("POST", "/v1/match", MatchResponse, profile)

    def documents(self) -> DocumentList:
        """All of the library's documents."""
        found = self.find_documents(limit=_PAGE)
        documents = list(found.documents)
        while len(documents) < found.total and found.documents:
            found = self.find_documents(limit=_PAGE, offset=len(documents))
            documents += found.documents
        return found.model_copy(update={"documents": documents, "limit": len(documents), "offset": 0})

    def find_documents(
        self,
        *,
        regions: Sequence[str] = (),
        statuses: Sequence[str] = (),
        doc_types: Sequence[str] = (),
        title: str = "",
        limit: int = 100,
        offset: int = 0,
    ) -> DocumentList:
        """The documents that fit every filter, a page of them."""
        params: _Params = {
            "region": list(regions),
            "status": list(statuses),
            "doc_type": list(doc_types),
            "title": title or None,
            "limit": limit,
            "offset": offset,
        }
        return self._call("GET", "/v1/documents", DocumentList, params=params)

    def document(self, document_id: str) -> DocumentDetail:
        """One document."""
        return self._call("GET", f"/v1/documents/{quote(document_id, safe='')}", DocumentDetail)

    def clauses(self, document_id: str) -> ClauseList:
        """The clause tree of a document, in its order."""
        return self._call("GET", f"/v1/documents/{quote(document_id, safe='')}/clauses", ClauseList)

    def clause(self, clause_id: str) -> ClauseInContext:
        """One clause with what stands around it."""
        return self._call("GET", f"/v1/clauses/{quote(clause_id, safe='')}", ClauseInContext)

    def facts(self, document_id: str) -> FactList:
        """The figures a document states, in its order."""
        return self._call("GET", f"/v1/documents/{quote(document_id, safe='')}/facts", FactList)

    def card(self, document_id: str) -> PolicyCard:
        """What a document gives, to whom and on which conditions."""
        return self._call("GET", f"/v1/documents/{quote(document_id, safe='')}/card", PolicyCard)

    def source(
        self, document_id: str, start: int | None = None, end: int | None = None, context: int | None = None
    ) -> SourceText:
        """The text a document was read from, ``[start, end)`` marked; with ``context`` only that much around it."""
        params: _Params = {"start": start, "end": end, "context": context}
        return self._call("GET", f"/v1/documents/{quote(document_id, safe='')}/source", SourceText, params=params)

    def give_feedback(self, feedback: FeedbackRequest) -> FeedbackReceipt:
        """Keep what a reader says of an answer."""
        return self._call("POST", "/v1/feedback", FeedbackReceipt, feedback)

    def feedback(
        self, *, rating: str | None = None, reason: str | None = None, limit: int = 50, offset: int = 0
    ) -> FeedbackList:
        """What readers said, newest first."""
        params: _Params = {"rating": rating, "reason": reason, "limit": limit, "offset": offset}
        return self._call("GET", "/v1/feedback", FeedbackList, params=params)

    def health(self) -> Health:
        """Whether the service is whole."""
        return self._call("GET", "/healthz", Health)

    def _call(
        self, method: str, path: str, answer: type[M], body: BaseModel | None = None, params: _Params | None = None
    ) -> M:
        content = None if body is None else body.model_dump_json()
        given = {name: value for name, value in (params or {}).items() if value is not None}
        return self._answered(method, path, answer, content=content, headers=JSON_BODY, params=given)

    def _answered(self, method: str, path: str, answer: type[M], **request: Any) -> M:  # noqa: ANN401 - httpx's own
        """What the service answers to a request with these arguments of ``httpx``. Raises ``ClientError``."""
        try:
            response = self._http.request(method, path, **request)
        except httpx.HTTPError as error:
            raise unreachable(error) from error
        if not response.is_success:
            raise wire_error(response)
        return read_wire(answer, response.content)

    def _events(self, method: str, path: str, **request: Any) -> Iterator[ServerSentEvent]:  # noqa: ANN401 - httpx's own
        """The events the service sends in answer to a request, as they come. Raises ``ClientError``."""
        try:
            with connect_sse(self._http, method, path, **request) as source:
                if source.response.is_error:
                    source.response.read()
                    raise wire_error(source.response)
                yield from source.iter_sse()
        except (httpx.HTTPError, SSEError) as error:
            raise unreachable(error) from error


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust over HTTPS. Reading the certificates takes 25 ms, and the page makes a client for every press."""
    return httpx.create_ssl_context(trust_env=False)


def read_wire(model: type[M], content: bytes | str) -> M:
    """``content`` as what the contract says it is. Raises `ServiceUnreachable` where it is not."""
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise ServiceUnreachable("该地址的响应无法识别，请确认它是本服务且版本一致。") from error


def _event(event: ServerSentEvent) -> AskEvent:
    if event.event == "done":
        return DoneEvent(read_wire(AskResponse, event.data))
    try:
        if event.event == "citations":
            return CitationsEvent(tuple(_CITATIONS.validate_json(event.data)))
        if event.event == "token":
            return TokenEvent(_TEXT.validate_json(event.data))
    except ValidationError as error:
        raise ServiceUnreachable("服务返回的事件流无法识别，请确认版本一致。") from error
    raise ServiceUnreachable(f"服务返回了未知的事件：{event.event}。")


def wire_error(response: httpx.Response) -> ClientError:
    """The error an unsuccessful response stands for; without a problem document it is not this service's."""
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return ServiceUnreachable(f"该地址返回了 HTTP {response.status_code}，不是本服务的响应。")
    return ServiceFailed(problem) if response.is_server_error else RequestRejected(problem)


def unreachable(error: Exception) -> ServiceUnreachable:
    """The error that a failed connection stands for."""
    if isinstance(error, httpx.TimeoutException):
        return ServiceUnreachable("服务未在时限内应答，请稍后再试。")
    return ServiceUnreachable("无法连接到问答服务，请确认服务已启动。")
