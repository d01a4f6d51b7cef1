"""A cluster started for as long as it is needed: what surrounds it, with a stand-in where Ray has to fail."""

from __future__ import annotations

import os
import sys
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from ingest.cluster import ClusterSettings, cause, cluster
from ingest.errors import ClusterUnreachable, RayExtraMissing


class Stubborn(ModuleType):
    """Does not come up in time for some attempts, as Ray on a busy machine; notes what it was started with."""

    def __init__(self, failures: int) -> None:
        super().__init__("ray")
        self.failures = failures
        self.told: list[dict[str, Any]] = []
        self.shut = 0
        self.context = SimpleNamespace(enable_progress_bars=True)
        self.data = ModuleType("ray.data")
        self.data.DataContext = SimpleNamespace(get_current=lambda: self.context)  # type: ignore[attr-defined]

    def init(self, **told: object) -> None:
        self.told.append(told)
        if len(self.told) <= self.failures:
            raise Exception("Traceback of another process\n  many lines\nThe node timed out.\n\n")  # noqa: TRY002 - as Ray does

    def shutdown(self) -> None:
        self.shut += 1


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch) -> Stubborn:
    found = Stubborn(0)
    monkeypatch.setitem(sys.modules, "ray", found)
    monkeypatch.setitem(sys.modules, "ray.data", found.data)
    return found


def test_one_that_comes_up_late_is_tried_five_times(ray: Stubborn) -> None:
    ray.failures = 4
    with cluster(ClusterSettings(workers=3, object_store_mb=100)):
        assert len(ray.told) == 5
        assert ray.shut == 4, "each failed start is cleared away"
    assert ray.shut == 5
    told = ray.told[-1]
    # A cluster of its own on loopback, with 100 MiB between its processes.
    assert (told["address"], told["_node_ip_address"], told["include_dashboard"]) == ("local", "127.0.0.1", False)
    assert (told["num_cpus"], told["object_store_memory"]) == (3, 104_857_600)
    assert ray.context.enable_progress_bars is False


def test_one_that_never_comes_up_is_told_in_a_line(ray: Stubborn) -> None:
    ray.failures = 99
    with pytest.raises(ClusterUnreachable) as caught, cluster(ClusterSettings()):
        raise AssertionError("there is no cluster to work with")
    assert str(caught.value) == "Ray 没有启动或没有应答（在本机）：The node timed out."
    assert len(ray.told) == 5


def test_one_at_an_address_is_asked_once(ray: Stubborn) -> None:
    ray.failures = 99
    with (
        pytest.raises(ClusterUnreachable, match=r"（地址 10\.0\.0\.1:6379）"),
        cluster(ClusterSettings(address="10.0.0.1:6379")),
    ):
        raise AssertionError("there is no cluster to work with")
    assert [told["address"] for told in ray.told] == ["10.0.0.1:6379"]


def test_without_a_number_of_workers_there_is_one_a_core(ray: Stubborn) -> None:
    with cluster(ClusterSettings()):
        assert ray.told[0]["num_cpus"] == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("address", "on_loopback", "own_token"),
    [(None, True, True), ("127.0.0.1:6379", True, False), ("10.0.0.1:6379", False, False)],
)
def test_nothing_is_reported_and_what_was_set_for_that_goes_again(
    ray: Stubborn, monkeypatch: pytest.MonkeyPatch, address: str | None, on_loopback: bool, own_token: bool
) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.delenv("RAY_AUTH_TOKEN", raising=False)
    before = dict(os.environ)
    with pytest.raises(KeyError), cluster(ClusterSettings(address=address)):
        assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
        assert os.environ["RAY_USAGE_STATS_REPORT_URL"] == "http://127.0.0.1:9"
        elsewhere = "http://127.0.0.1:9" if on_loopback else "http://proxy.example:3128"
        assert os.environ["http_proxy"] == elsewhere
        # 32 random bytes in hexadecimal.
        assert len(os.environ.get("RAY_AUTH_TOKEN", "")) == (64 if own_token else 0)
        raise KeyError
    assert dict(os.environ) == before
    assert ray.shut == 1


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    before = dict(os.environ)
    start = partial(cluster, ClusterSettings())
    with pytest.raises(RayExtraMissing, match=r"policyqa\[ray\]"), start():
        raise AssertionError("there is no Ray to work with")
    assert dict(os.environ) == before


def test_the_cause_is_the_last_line_or_the_kind_of_error() -> None:
    assert cause(ValueError("first\n  last  \n \n")) == "last"
    assert cause(TimeoutError()) == "TimeoutError"


@pytest.mark.parametrize("address", ["", "10.0.0.1", "http://10.0.0.1:6379", "host:port", "host:123456"])
def test_an_address_is_a_host_and_a_port(address: str) -> None:
    with pytest.raises(ValidationError):
        ClusterSettings(address=address)
