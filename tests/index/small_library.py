"""Libraries and an encoder small enough to reason about by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.model import (
    Chunk,
    Clause,
    ClauseKind,
    DocType,
    Document,
    Library,
    Region,
    SourceFile,
    Span,
    Status,
)


@dataclass(frozen=True)
class HashEncoder:
    """A text's vector counts its characters in buckets chosen by MD5: the same everywhere and always."""

    name: str = "test:hash"
    dim: int = 64
    max_tokens: int | None = None

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        rows = np.stack([self.encode_query(text) for text in texts])
        if on_progress:
            on_progress(len(texts))
        return rows

    def encode_query(self, text: str) -> NDArray[np.float32]:
        vector = np.full(self.dim, 1e-3, np.float32)
        for character in text:
            vector[hashlib.md5(character.encode()).digest()[0] % self.dim] += 1
        return vector / np.linalg.norm(vector)


class FailingEncoder(HashEncoder):
    """Breaks down in the middle of a build."""

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        raise MemoryError("no memory left for the model")


@dataclass(frozen=True)
class Text:
    """A document to be: clauses, each a list of its chunks."""

    id: str
    clauses: Sequence[Sequence[str]]
    adcode: str | None = None
    doc_type: DocType = DocType.OPINION
    status: Status = Status.IN_FORCE


def library_of(*texts: Text) -> Library:
    sources, documents, clauses, chunks = [], [], [], []
    for text in texts:
        whole = "".join(chunk for clause in text.clauses for chunk in clause)
        sha256 = hashlib.sha256(whole.encode()).hexdigest()
        sources.append(SourceFile(f"{text.id}.txt", sha256, whole))
        region = Region(text.adcode, f"地区{text.adcode}") if text.adcode else None
        documents.append(
            Document(
                text.id,
                text.id,
                text.doc_type,
                text.status,
                Span(0, len(whole)),
                f"{text.id}.txt",
                sha256,
                region=region,
            )
        )
        at = 0
        for number, parts in enumerate(text.clauses, 1):
            body = "".join(parts)
            span = Span(at, at + len(body))
            clause_id = f"{text.id}:{number}"
            clauses.append(
                Clause(
                    clause_id,
                    text.id,
                    None,
                    ClauseKind.PARAGRAPH,
                    1,
                    "",
                    "",
                    body[:8],
                    (body[:8],),
                    body,
                    span,
                    span,
                )
            )
            for part_number, part in enumerate(parts, 1):
                chunk_span = Span(at, at + len(part))
                chunks.append(Chunk(f"{clause_id}@{part_number}", clause_id, text.id, "", part, chunk_span))
                at += len(part)
    return Library(tuple(sources), tuple(documents), tuple(clauses), tuple(chunks))


THREE_CITIES = library_of(
    Text("jia", [["对首次认定的高新技术企业，给予10万元补助。"], ["支持孵化器建设，最高200万元。"]], "370100"),
    Text(
        "yi",
        [["对高新技术企业给予20万元奖励。"], ["技术合同登记按成交额的3.1%补助。"]],
        "370200",
        DocType.POLICY,
    ),
    Text("bing", [["高新技术企业达到1260家。"]], "370300", DocType.SUMMARY, Status.INFORMATIONAL),
)
