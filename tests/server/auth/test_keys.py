from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.auth.identity import INTERNAL, Role
from server.auth.keyring import KeyRing
from server.auth.keys import KeyStore
from server.auth.limits import RateLimit
from server.auth.sessions import SESSION_SECONDS, Sessions
from server.errors import InvalidRequest
from server.records.database import FILE, open_database
from server.records.fresh import FRESH_SECONDS


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(tmp_path)


@pytest.fixture
def store(engine: Engine) -> KeyStore:
    return KeyStore(engine)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def ring_of(store: KeyStore, engine: Engine, clock: Clock | None = None) -> KeyRing:
    clock = clock or Clock()
    return KeyRing(store, Sessions(engine, clock), clock)


def test_neither_the_key_nor_its_secret_lies_in_the_database(store: KeyStore, tmp_path: Path) -> None:
    key = store.create("值班台", Role.READER)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert "值班台".encode() in kept
    assert key.split("_", 2)[2].encode() not in kept
    assert repr(store.all()[0]).count("salt") == 0


def test_a_key_opens_as_what_it_was_made_for_and_nothing_else_does(store: KeyStore, engine: Engine) -> None:
    key = store.create("科技科", Role.EDITOR, frozenset({INTERNAL, "科技局"}))
    other = store.create("前台", Role.READER)
    ring = ring_of(store, engine)
    ring.refresh()
    identity = ring.of_key(key)
    assert identity is not None
    assert (identity.name, identity.role, identity.groups) == ("科技科", Role.EDITOR, {INTERNAL, "科技局"})
    swapped = f"pq_1_{other.split('_', 2)[2]}"
    for wrong in ("", "pq_1_", key[:-1], key + "A", swapped, key.replace("pq_1_", "pq_01_"), "pq_9_" + "A" * 43, "é"):
        assert ring.of_key(wrong) is None


def test_a_revoked_key_and_its_sessions_open_nothing_within_the_time_promised(store: KeyStore, engine: Engine) -> None:
    clock = Clock()
    key = store.create("前台", Role.READER)
    ring = ring_of(store, engine, clock)
    ring.refresh()
    token = ring.open_session(key)
    assert token is not None
    assert ring.of_session(token) == ring.of_key(key)
    store.revoke("前台")
    clock.now = FRESH_SECONDS
    assert ring.stale()
    ring.refresh()
    assert ring.of_key(key) is None
    assert ring.of_session(token) is None
    assert ring.open_session(key) is None
    with pytest.raises(InvalidRequest, match="没有名为"):
        store.revoke("前台")


def test_a_session_ends_by_itself_and_when_it_is_closed(store: KeyStore, engine: Engine) -> None:
    clock = Clock()
    key = store.create("前台", Role.READER)
    ring = ring_of(store, engine, clock)
    ring.refresh()
    first, second = ring.open_session(key), ring.open_session(key)
    assert first and second
    ring.close_session(first)
    assert ring.of_session(first) is None
    clock.now = SESSION_SECONDS
    assert ring.of_session(second) is not None
    clock.now = SESSION_SECONDS + 1
    assert ring.of_session(second) is None


def test_a_name_is_given_once_even_after_its_key_was_revoked(store: KeyStore) -> None:
    store.create("前台", Role.READER)
    store.revoke("前台")
    assert not store.any_in_force()
    with pytest.raises(InvalidRequest, match="已有名为"):
        store.create("前台", Role.READER)
    with pytest.raises(InvalidRequest, match="名称只能"):
        store.create("前台\n管理员", Role.READER)


def test_each_caller_may_ask_as_often_as_the_rate_says() -> None:
    rate = RateLimit("3/minute")
    assert [rate.wait("甲") for _ in range(3)] == [0, 0, 0]
    assert 1 <= rate.wait("甲") <= 60
    assert rate.wait("乙") == 0
