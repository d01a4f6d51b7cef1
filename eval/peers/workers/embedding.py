"""Vectors from the embedding service of the measurement, as a peer's process asks for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.client import HTTPConnection
from typing import Literal

Kind = Literal["passage", "query"]
BATCH = 64
"""Texts a request."""


class ServedEmbedding:
    """The one embedding of all peers, asked over one connection that is kept open. Not for several threads at once."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = HTTPConnection(host, port, timeout=600)

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        """A unit vector for each of ``texts``, embedded as what is searched."""
        return [row for at in range(0, len(texts), BATCH) for row in self._embed("passage", texts[at : at + BATCH])]

    def query(self, text: str) -> list[float]:
        """The unit vector of ``text``, embedded as a question."""
        return self._embed("query", [text])[0]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _embed(self, kind: Kind, texts: Sequence[str]) -> list[list[float]]:
        body = json.dumps({"model": kind, "input": list(texts)}).encode()
        self._connection.request("POST", f"/{kind}/embeddings", body, {"content-type": "application/json"})
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"embedding service: {response.status} {content[:200]!r}")
        return [item["embedding"] for item in json.loads(content)["data"]]
