"""The text that stands for a chunk wherever one is compared with a question."""

from __future__ import annotations

from ingest.model import Chunk


def indexed_text(chunk: Chunk) -> str:
    """What is embedded and cut into terms for ``chunk``: its prefix, then its text without markup."""
    text = chunk.plain or chunk.text
    return f"{chunk.prefix}\n{text}" if chunk.prefix else text
