"""Checking that everything the service needs is there, and telling the mend where it is not."""

from __future__ import annotations

import shutil
import socket
import sys
from dataclasses import dataclass

from index.errors import RetrievalIndexError
from index.snapshots import current_snapshot, verify
from server.bootstrap import Settings, open_encoder

_LEAST_FREE = 1 << 30


@dataclass(frozen=True, slots=False)
class Finding:
    """One check: what, whether it passed, and what was seen or how to mend it."""

    what: str
    ok: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """All checks, in the order a start needs them."""
    return [_python(), _disk(settings), _model(settings), _index(settings), _port(settings)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), f"{version}（需要 3.11 以上）")


def _disk(settings: Settings) -> Finding:
    place = settings.home
    while not place.exists():
        place = place.absolute().parent
    free = shutil.disk_usage(place).free
    return Finding("磁盘", free >= _LEAST_FREE, f"{place} 剩余 {free / 2**30:.1f} GiB（至少 1 GiB）")


def _model(settings: Settings) -> Finding:
    try:
        encoder = open_encoder(settings)
    except RetrievalIndexError as error:
        return Finding("模型", False, str(error))
    return Finding("模型", True, f"{encoder.name}（{encoder.dim} 维）")


def _index(settings: Settings) -> Finding:
    try:
        name = current_snapshot(settings.home)
        verify(settings.home, name)
    except RetrievalIndexError as error:
        return Finding("知识库", False, str(error))
    return Finding("知识库", True, f"快照 {name} 完好")


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return Finding("端口", False, f"{settings.host}:{settings.port} 已被占用，可用 --port 换一个")
    return Finding("端口", True, f"{settings.host}:{settings.port} 可用")
