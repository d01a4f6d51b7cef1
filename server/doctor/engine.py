"""Does the engine that keeps the vectors answer, and has it all of the snapshot in use?"""

from __future__ import annotations

from index.errors import RetrievalIndexError
from index.opened import Opened
from server.bootstrap import Settings, open_storage
from server.doctor.finding import Finding, in_order

_WHAT = "Milvus"


def check_engine(settings: Settings) -> Finding:
    """Asked for the collection of the snapshot in use, and how many rows it has."""
    try:
        contents = Opened.of(settings.home).contents
        open_storage(settings).check(contents)
    except RetrievalIndexError as error:
        return Finding(_WHAT, False, str(error))
    return in_order(_WHAT, f"集合中有全部 {len(contents.library.chunks)} 段")
