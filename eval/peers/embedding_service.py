"""Our shipped embedding for every peer: an HTTP service of this process, in OpenAI's form, on 127.0.0.1 only.

Each peer has packages of its own, some at versions that ours cannot live with; a model of ours inside their processes
would put our packages there too. Through the service all of them, ours included, get the very same vectors and
pay the same way there and back. ``POST /passage/embeddings`` and ``POST /query/embeddings`` take
``{"input": [text, …]}``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from index.embedding.encoder import Encoder

_KINDS = {"/passage/embeddings": "passage", "/query/embeddings": "query"}
_LARGEST = 50_000_000


class EmbeddingService(ThreadingHTTPServer):
    """Serves ``encoder`` on a free local port; ``passage_seconds`` is the time spent on passages so far."""

    daemon_threads = True

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.encoder = encoder
        self.passage_seconds = 0.0
        self._lock = threading.Lock()

    def embed(self, kind: str, texts: list[str]) -> list[list[float]]:
        """A vector for each text."""
        if kind == "query":
            return [self.encoder.encode_query(text).tolist() for text in texts]
        began = time.perf_counter()
        rows: list[list[float]] = self.encoder.encode_passages(texts).tolist()
        with self._lock:
            self.passage_seconds += time.perf_counter() - began
        return rows


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept open
    wbufsize = -1  # one packet an answer: headers and body sent apart would wait for each other
    disable_nagle_algorithm: ClassVar[bool] = True
    server: EmbeddingService

    def do_POST(self) -> None:  # the library's name
        length = int(self.headers.get("content-length") or 0)
        kind = _KINDS.get(self.path)
        if kind is None or not 0 < length <= _LARGEST:
            self._answer(404, {"error": {"message": "POST texts to /passage/embeddings or /query/embeddings"}})
            return
        texts = json.loads(self.rfile.read(length))["input"]
        rows = self.server.embed(kind, [texts] if isinstance(texts, str) else texts)
        data = [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)]
        self._answer(200, {"object": "list", "data": data, "model": self.server.encoder.name})

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing: the measurement's own output is what the reader wants."""


@contextmanager
def serving(encoder: Encoder) -> Iterator[EmbeddingService]:
    """The service, running for as long as the block does."""
    service = EmbeddingService(encoder)
    thread = threading.Thread(target=service.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
