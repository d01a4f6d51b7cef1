"""A Ray cluster to spread work over: one that is there, or one of this machine for as long as it is needed."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ingest.errors import ClusterUnreachable, RayExtraMissing

_STARTS = 5
"""Ray gives its own processes half a minute to come up, which a busy machine does not always keep to."""

LOSSES = 20
"""How often a piece of work is given out again after its worker was lost."""

_NOWHERE = "http://127.0.0.1:9"
_SILENT = {
    # Ray reports to its makers unless told not to; and that it was told not to, it reports as well.
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_REPORT_URL": _NOWHERE,
    "RAY_DATA_USAGE_DISABLED": "1",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
_ON_LOOPBACK = {
    # Otherwise 127.0.0.1 is taken for "the address that others reach this machine by".
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    # A process that Ray starts asks 169.254.169.254 which cloud it is in, and cannot be told not to.
    "http_proxy": _NOWHERE,
    "https_proxy": _NOWHERE,
    "no_proxy": "127.0.0.1,localhost,::1",
}


class Workers(StrEnum):
    """Who does the work."""

    LOCAL = "local"
    """This process."""
    RAY = "ray"


class ClusterSettings(BaseModel):
    """``address``: of a cluster that is there (``host:port``). Without it one is started on this machine, on loopback.

    ``workers``: how many processes that one has (None: one a core). ``object_store_mb``: shared memory between them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, Field(pattern=r"^[^\s:/]+:[0-9]{1,5}$")] | None = None
    workers: Annotated[int, Field(ge=1, le=1024)] | None = None
    object_store_mb: Annotated[int, Field(ge=80, le=1_000_000)] = 256


@contextmanager
def cluster(settings: ClusterSettings) -> Iterator[None]:
    """Ray, ready for work within this context. Nothing is reported to its makers.

    Raises:
        RayExtraMissing: it is not installed.
        ClusterUnreachable: it does not start, or does not answer.
    """
    around = dict(os.environ)
    os.environ.update(_SILENT)
    if settings.address is None or settings.address.startswith("127."):
        os.environ.update(_ON_LOOPBACK)
    if settings.address is None:
        # A token of this cluster alone; otherwise Ray would write one into the user's home.
        os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)
    try:
        ray = _ray()
        try:
            _start(ray, settings)
            yield
        finally:
            ray.shutdown()
    finally:
        os.environ.clear()
        os.environ.update(around)


def cause(error: BaseException) -> str:
    """One line of what Ray says of a failure: the last, after the traces of the processes it went through."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def _ray() -> Any:  # noqa: ANN401 - the package, which may be absent
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise RayExtraMissing("缺少 Ray 组件。请执行：pip install 'policyqa[ray]'，或不用 --workers ray") from error
    # Both draw bars and tell their plans on the terminal.
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    return ray


def _start(ray: Any, settings: ClusterSettings) -> None:  # noqa: ANN401 - as above
    common = {"log_to_driver": False, "logging_level": logging.ERROR}
    local = {
        # Otherwise a cluster that somebody else runs on this machine would be joined.
        "address": "local",
        "num_cpus": settings.workers or len(os.sched_getaffinity(0)),
        "include_dashboard": False,
        "object_store_memory": settings.object_store_mb * 1024**2,
        "_node_ip_address": "127.0.0.1",
    }
    for attempt in range(1, _STARTS + 1):
        try:
            ray.init(address=settings.address, **common) if settings.address else ray.init(**local, **common)
        # Ray raises plain Exception when its processes do not come up in time.
        except Exception as error:
            ray.shutdown()
            if attempt == _STARTS or settings.address:
                where = f"地址 {settings.address}" if settings.address else "在本机"
                raise ClusterUnreachable(f"Ray 没有启动或没有应答（{where}）：{cause(error)}") from error
        else:
            return
