"""The one way to Milvus: what fails for a while is tried again, and what it says is turned into our errors."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from index.errors import StoreExtraMissing, StoreRefused, StoreUnavailable
from index.stores.milvus.settings import MilvusSettings

T = TypeVar("T")

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 10.0
_PASSING = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED")
"""gRPC statuses that another attempt may not meet."""
_PASSING_CODES = (2, 8)
"""Codes of pymilvus for: no connection; the server asks to slow down."""


class Connection:
    """A client for ``settings.uri``, made at the first call. Safe to use from several threads.

    ``pause`` waits so many seconds; another one is for tests.
    """

    def __init__(self, settings: MilvusSettings, pause: Callable[[float], None] = time.sleep) -> None:
        """Raises ``StoreExtraMissing``."""
        try:
            import pymilvus
        except ImportError as error:
            raise StoreExtraMissing(
                "使用 Milvus 存储需要安装 policyqa[milvus]：pip install 'policyqa[milvus]'，或把设置项 store 改回 faiss"
            ) from error
        # It logs every failed call with a traceback, those included that are tried again.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        self.pymilvus: Any = pymilvus
        self._settings = settings
        self._pause = pause
        self._client: Any = None

    def call(self, method: str, *arguments: Any, retries: int | None = None, **named: Any) -> Any:  # noqa: ANN401
        """What the client's ``method`` returns. ``retries`` other than the settings' is for those who cannot wait.

        Raises:
            StoreUnavailable: Milvus could not be reached, or was too busy, at every attempt.
            StoreRefused: it was reached and said no.
        """

        def attempt() -> Any:  # noqa: ANN401 - pymilvus is untyped
            if self._client is None:
                token = self._settings.token
                self._client = self.pymilvus.MilvusClient(
                    self._settings.uri,
                    token=token.get_secret_value() if token else "",
                    timeout=self._settings.timeout_s,
                )
            return getattr(self._client, method)(*arguments, timeout=self._settings.timeout_s, **named)

        return self._again(attempt, self._settings.retries if retries is None else retries)

    def _again(self, attempt: Callable[[], T], retries: int) -> T:
        wait = _FIRST_PAUSE
        tried = 0
        while True:
            tried += 1
            try:
                return attempt()
            except Exception as error:
                if not self._is_its(error):
                    raise
                if not _passes(error):
                    raise StoreRefused(f"Milvus（{self._settings.uri}）拒绝了请求：{_reason(error)}") from error
                if tried > retries:
                    raise StoreUnavailable(
                        f"Milvus（{self._settings.uri}）连不上或过忙，已试 {tried} 次：{_reason(error)}。"
                        "请检查服务与设置项 milvus.uri，稍后再试"
                    ) from error
            # Several clients that failed together should not come back together.
            self._pause(wait * random.uniform(0.5, 1.0))  # noqa: S311
            wait = min(2 * wait, _LONGEST_PAUSE)

    def _is_its(self, error: Exception) -> bool:
        return isinstance(error, self.pymilvus.MilvusException) or _is_of_grpc(error)


def _is_of_grpc(error: Exception) -> bool:
    """Some of its errors come through as they are. It is a dependency of pymilvus, not of ours."""
    return any(kind.__module__.partition(".")[0] == "grpc" for kind in type(error).__mro__)


def _passes(error: Exception) -> bool:
    """Whether another attempt may succeed."""
    code = getattr(error, "code", None)
    if callable(code):
        code = code()
    kinds = ("ConnectError", "MilvusUnavailableException", "FutureTimeoutError")
    return (
        getattr(code, "name", None) in _PASSING
        or code in _PASSING_CODES
        or type(error).__name__ in kinds
        or bool(getattr(error, "retriable", False))
    )


def _reason(error: Exception) -> str:
    """One line of what it said."""
    said = str(getattr(error, "message", "") or error).strip()
    return said.partition("\n")[0][:300]
