from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.processes import Head

FILES = 48


@pytest.fixture(scope="session")
def head() -> Iterator[Head]:
    """One cluster of two workers for all tests: its start takes seconds."""
    started = Head.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """48 policies of 9 clauses, in folders, and three files that cannot be taken."""
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(FILES):
        path = folder / f"第{number % 4}批" / f"办法{number:02}.txt"
        path.parent.mkdir(exist_ok=True)
        clauses = "\n".join(f"第{n}条 对第{number}类企业，给予{number + 3}{n}万元补助。" for n in "一二三四五六七八九")
        path.write_text(f"某某市第{number}类企业扶持办法\n\n{clauses}\n", encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "旧表.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "其实是文本.pdf").write_text("这不是 PDF。", encoding="utf-8")
    return folder
