"""The checks of what replicas share, with real servers."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from server.doctor.cache import check_cache
from server.doctor.database import check_database
from tests.running_service import free_port
from tests.server.replicas.postgres import Cluster
from tests.server.replicas.redis_server import RedisServer


def test_a_postgresql_database_is_in_order_or_it_is_told_what_to_check(postgres: Cluster, tmp_path: Path) -> None:
    url = postgres.new_database()
    finding = check_database(tmp_path, url)
    assert finding.ok
    assert finding.detail.startswith("PostgreSQL 1")
    wrong = check_database(tmp_path, SecretStr(url.get_secret_value().replace(postgres.password, "geheim")))
    assert not wrong.ok
    assert "POLICYQA_DATABASE_URL" in wrong.detail
    assert "geheim" not in wrong.detail
    assert list(tmp_path.iterdir()) == []


def test_a_redis_answers_or_it_is_told_that_it_is_not_needed(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    server.start()
    assert check_cache(server.url).ok
    server.stop()
    finding = check_cache(SecretStr(f"redis://127.0.0.1:{free_port()}/0"))
    assert not finding.ok
    assert "不处理也能用" in finding.detail
