"""Is there an index, and is it whole?"""

from __future__ import annotations

from pathlib import Path

from index.errors import RetrievalIndexError
from index.snapshots import current_snapshot, verify
from server.doctor.finding import Finding, in_order

_WHAT = "知识库"


def check_index(home: Path) -> Finding:
    """The snapshot in use is read from end to end. What is wrong names its mend itself."""
    try:
        name = current_snapshot(home)
        verify(home, name)
    except RetrievalIndexError as error:
        return Finding(_WHAT, False, str(error))
    return in_order(_WHAT, f"快照 {name} 完好")
