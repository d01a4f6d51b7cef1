"""The short form of :mod:`tests.server.library.crashing`, which can also do a hundred kills."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.library.crashing import trial

pytestmark = pytest.mark.slow


def test_killed_at_random_moments_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    ledger = trial(tmp_path, kills=3, seed=20, tell=print)
    assert ledger.kills == 3
    assert ledger.acknowledged > 0
