"""A language model's endpoint that misbehaves on purpose: a real HTTP server on loopback, OpenAI-compatible."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Endpoint:
    """What the server says, how it behaves, and what it was sent. ``behaviour`` is a key of ``BEHAVIOURS``."""

    url: str
    reply: str = ""
    behaviour: str = "good"
    elsewhere: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    def reset(self) -> None:
        """Well-behaved, silent, and nothing received."""
        self.reply, self.behaviour = "", "good"
        self.received.clear()
        self.keys.clear()

    @property
    def sent_data(self) -> str:
        """The user message of the last request."""
        [system, user] = self.received[-1]["messages"]
        assert (system["role"], user["role"]) == ("system", "user")
        return str(user["content"])


@contextmanager
def misbehaving_llm() -> Iterator[Endpoint]:
    """A running server, stopped on leaving."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/v1/chat/completions"
            endpoint.received.append(json.loads(body))
            endpoint.keys.append(self.headers["Authorization"])
            try:
                BEHAVIOURS[endpoint.behaviour](self, endpoint)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client gave up, as it should

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _head(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def _event(handler: BaseHTTPRequestHandler, data: str) -> None:
    handler.wfile.write(f"data: {data}\n\n".encode())
    handler.wfile.flush()


def _chunk(text: str, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]})


def _stream(handler: BaseHTTPRequestHandler, text: str, *, finish: str | None = "stop") -> None:
    _head(handler, 200, Content_Type="text/event-stream")
    for start in range(0, len(text), 5):
        _event(handler, _chunk(text[start : start + 5]))
    if finish:
        _event(handler, _chunk("", finish))
        _event(handler, "[DONE]")


def _good(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _stream(handler, endpoint.reply)


def _cut(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _stream(handler, endpoint.reply, finish=None)


def _broken_off(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _head(handler, 200, Content_Type="text/event-stream", Content_Length="100000")
    _event(handler, _chunk(endpoint.reply))


def _out_of_tokens(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _stream(handler, endpoint.reply, finish="length")


def _status(status: int, **headers: str) -> Callable[[BaseHTTPRequestHandler, Endpoint], None]:
    def refuse(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
        _head(handler, status, Content_Type="application/json", **headers)
        handler.wfile.write(json.dumps({"error": {"message": f"no: {endpoint.keys[-1]}"}}).encode())

    return refuse


def _redirected(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _head(handler, 307, Location=f"{endpoint.elsewhere}/chat/completions")


def _slow(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    endpoint.stopped.wait(20)
    _good(handler, endpoint)


def _dripping(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _head(handler, 200, Content_Type="text/event-stream")
    while not endpoint.stopped.is_set():
        _event(handler, _chunk("给"))
        time.sleep(0.05)


def _endless(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _head(handler, 200, Content_Type="text/event-stream")
    while not endpoint.stopped.is_set():
        _event(handler, _chunk("给" * 1_000))


def _says(data: str) -> Callable[[BaseHTTPRequestHandler, Endpoint], None]:
    def say(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
        _head(handler, 200, Content_Type="text/event-stream")
        _event(handler, data)
        _event(handler, _chunk(endpoint.reply, "stop"))
        _event(handler, "[DONE]")

    return say


def _page(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _head(handler, 200, Content_Type="text/html")
    handler.wfile.write("<html>登录</html>".encode())


def _error_in_stream(handler: BaseHTTPRequestHandler, endpoint: Endpoint) -> None:
    _head(handler, 200, Content_Type="text/event-stream")
    _event(handler, _chunk(endpoint.reply))
    _event(handler, json.dumps({"error": {"message": "out of memory"}}))


BEHAVIOURS: dict[str, Callable[[BaseHTTPRequestHandler, Endpoint], None]] = {
    "good": _good,
    "cut": _cut,
    "broken off": _broken_off,
    "out of tokens": _out_of_tokens,
    "401": _status(401),
    "404": _status(404),
    "429": _status(429, Retry_After="30"),
    "500": _status(500),
    "redirected": _redirected,
    "slow": _slow,
    "dripping": _dripping,
    "endless": _endless,
    "page": _page,
    "garbage": _says("\x00{{{"),
    "a string": _says('"text"'),
    "a list": _says("[1, 2]"),
    "wrong shape": _says('{"choices": [{"delta": {"content": {"a": 1}}}]}'),
    "no choices": _says('{"choices": null}'),
    "error in stream": _error_in_stream,
}
