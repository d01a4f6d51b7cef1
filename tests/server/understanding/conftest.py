"""What reading a question takes: the regions the shipped documents are of."""

from __future__ import annotations

import pytest

from ingest.model import Region

# 淄博、日照、临沂、聊城 and their province, by the national division codes (GB/T 2260).
COVERED = (
    Region("370300", "淄博市", ("370000",)),
    Region("371100", "日照市", ("370000",)),
    Region("371300", "临沂市", ("370000",)),
    Region("371500", "聊城市", ("370000",)),
)


@pytest.fixture
def covered() -> tuple[Region, ...]:
    return COVERED
