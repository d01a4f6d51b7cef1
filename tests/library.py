"""One index of the shipped documents for the whole session: building it is the slowest thing the tests do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from index.build import build_snapshot
from index.embedding.encoder import Encoder
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.retriever import Retriever
from ingest.pipeline import ingest_paths
from server.service import PolicyService

CORPUS = Path(__file__).resolve().parents[1] / "docs_corpus"


@dataclass(frozen=True)
class Built:
    """The folder that stands for POLICYQA_HOME, and the service over it. Copy ``home`` before changing anything."""

    home: Path
    encoder: Encoder
    service: PolicyService


_BUILT = pytest.StashKey[Built]()


def built_library(config: pytest.Config, folder: Path) -> Built:
    """The session's index of ``docs_corpus``, built below ``folder`` the first time it is asked for."""
    if _BUILT not in config.stash:
        encoder = load_encoder(EmbeddingSettings())
        home = folder / "home"
        build_snapshot(ingest_paths([CORPUS]), encoder, home)
        config.stash[_BUILT] = Built(home, encoder, PolicyService(Retriever.open(home, encoder)))
    return config.stash[_BUILT]


def source_text(name: str) -> str:
    """A shipped document as anyone reads it: its bytes as UTF-8, nothing else done to them."""
    return (CORPUS / name).read_bytes().decode("utf-8")
