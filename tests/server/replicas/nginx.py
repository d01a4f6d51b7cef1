"""nginx before replicas, as ``deploy/nginx-replicas.conf`` has it, on loopback and without TLS."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.running_service import ROOT, free_port

_SECONDS = 60
_SERVER = """\
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream policyqa {{
{replicas}
        keepalive 16;
    }}
    upstream policyqa_page {{
        hash $remote_addr$cookie_policyqa_session consistent;
{replicas}
        keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 64m;
{locations}
    }}
}}
"""


@contextmanager
def before(folder: Path, urls: list[str]) -> Iterator[str]:
    """The address of an nginx that shares requests out over the replicas at ``urls``."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert program, "nginx is not installed"
    port = free_port()
    replicas = "\n".join(f"        server {url.removeprefix('http://')} max_fails=1 fail_timeout=5s;" for url in urls)
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(
        _SERVER.format(user=user, folder=folder, port=port, replicas=replicas, locations=_locations()), encoding="utf-8"
    )
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(conf), "-e", str(folder / "error.log")])
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process, folder)
        yield url
    finally:
        process.terminate()
        process.wait(_SECONDS)


def _locations() -> str:
    """The rules that are shipped: what lies between the marks, without the limit of requests."""
    shipped = (ROOT / "deploy" / "nginx-replicas.conf").read_text(encoding="utf-8")
    ours = shipped.partition("# >>> replicas\n")[2].partition("# <<< replicas")[0]
    return "\n".join(line for line in ours.splitlines() if not line.strip().startswith("limit_req"))


def _wait(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError((folder / "error.log").read_text(encoding="utf-8"))
