"""Running a library over bytes that may be anything."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import DamagedFile, SourceRejected, TooCostly


@contextmanager
def damage_named(name: str) -> Iterator[None]:
    """Turn whatever a parsing library raises over a broken file into a named error.

    Only calls into such a library belong inside. Its warnings (of features it skips) are not the user's.

    Raises:
        DamagedFile: the library gave up.
        TooCostly: it ran out of memory or stack.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except SourceRejected:
        raise
    # The libraries give no complete list of what they raise over broken input.
    except Exception as error:
        if _is_shortage(error):
            raise TooCostly(f"{name}：结构过于复杂，读取所需内存过大，请另存一份或拆分后再提供") from error
        raise DamagedFile(f"{name}：文件已损坏，读不出来，请重新下载或导出") from error


def _is_shortage(error: BaseException | None) -> bool:
    """Whether memory or stack ran out; libraries wrap that in errors of their own."""
    while error is not None:
        if isinstance(error, (MemoryError, RecursionError)):
            return True
        error = error.__cause__ or error.__context__
    return False
