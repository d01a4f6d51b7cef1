"""A library of a few short documents under change, in this process, with an encoder that needs no model."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from index.build import build_snapshot
from index.embedding.encoder import Encoder
from index.opened import Opened
from index.retriever import Retriever
from index.settings import BuildSettings
from index.storage.local import LocalStorage
from ingest.model import Document
from server.contract import Job
from server.library.archive import Archive
from server.library.desk import Desk, SentFile
from server.library.jobs import Jobs
from server.library.librarian import Librarian
from server.library.rebuilding import Composed, compose
from server.library.settings import UploadSettings
from server.records.database import open_database
from server.service import PolicyService
from server.serving import Serving
from tests.index.small_library import HashEncoder

ENCODER = HashEncoder()
WHO = "编辑甲"
_SECONDS = 30


def measures(city: str, amount: int, number: int = 1) -> str:
    """A short document with an amount in its first clause."""
    return (
        f"{city}人民政府关于支持孵化器的若干措施\n{city[:1]}政字〔2024〕{number}号\n"
        f"一、支持孵化器。对省级孵化器，给予{amount}万元补助。\n二、加强服务。由科技部门提供服务。\n"
        f"{city}人民政府\n2024年12月1日\n"
    )


def corpus_in(folder: Path, **texts: str) -> Path:
    """A corpus folder with these texts, by stem."""
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for stem, text in texts.items():
        (corpus / f"{stem}.txt").write_text(text, encoding="utf-8")
    return corpus


def rebuild(home: Path, corpus: Path, settings: BuildSettings | None = None) -> Composed:
    """What the command ``index build`` does."""
    composed = compose(home, [corpus])
    build_snapshot(composed.library, ENCODER, home, storage=LocalStorage(settings), changes=composed.changes)
    return composed


@dataclass
class Office:
    """A process's share in the library in ``home``."""

    desk: Desk
    serving: Serving
    jobs: Jobs
    archive: Archive

    def upload(self, name: str, text: str) -> Job:
        return self.done(self.desk.upload(WHO, [SentFile(name=name, data=text.encode())]))

    def done(self, job: Job) -> Job:
        """``job`` once it is finished and this process answers from what it made."""
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            now = self.jobs.get(job.id)
            if now.status == "failed" or (now.status == "done" and self.serving.current.snapshot == now.snapshot):
                return now
            time.sleep(0.01)
        raise AssertionError(f"{job} does not end")

    @property
    def documents(self) -> dict[str, Document]:
        return self.serving.current.holdings.documents


def office(home: Path, settings: BuildSettings | None = None, encoder: Encoder = ENCODER) -> Office:
    """An office over the library in ``home``, which has been built."""
    engine = open_database(home)
    jobs, archive = Jobs(engine), Archive(home, engine)

    def make(opened: Opened, like: PolicyService | None = None) -> PolicyService:
        return PolicyService(Retriever(opened.name, opened.contents, encoder, hold=opened.hold), like=like)

    opened = Opened.of(home)
    serving = Serving(make(opened))
    librarian = Librarian(home, encoder, serving, opened, make, jobs, archive, LocalStorage(settings))
    return Office(Desk(home, serving, jobs, librarian, UploadSettings()), serving, jobs, archive)
