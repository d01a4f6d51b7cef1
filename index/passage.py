"""The text that stands for a chunk wherever one is compared with a question."""

from __future__ import annotations

from ingest.model import Chunk


def indexed_text(chunk: Chunk) -> str:
    """What is embedded and cut into terms for ``chunk``: its prefix, then its text."""
    return f"{chunk.prefix}\n{chunk.text}" if chunk.prefix else chunk.text
