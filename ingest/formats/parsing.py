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
    except (MemoryError, RecursionError) as error:
        raise TooCostly(f"{name}：结构过于复杂，读取所需内存过大，请另存一份或拆分后再提供") from error
    except Exception as error:  # noqa: BLE001  the libraries name no complete list of what broken input raises
        raise DamagedFile(f"{name}：文件已损坏，读不出来，请重新下载或导出") from error
