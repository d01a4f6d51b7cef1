"""Can the service listen where the settings say, or does it do so already?"""

from __future__ import annotations

import errno
import socket

import httpx

from server.doctor.finding import Finding, in_order, to_mend

_WHAT = "端口"
_SECONDS = 2.0


def check_port(host: str, port: int) -> Finding:
    """``host``:``port`` can be bound, or a PolicyQA service answers there."""
    where = f"{host}:{port}"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind((host, port))
        except OSError as error:
            return _why(where, error)
    return in_order(_WHAT, f"{where} 可用")


def _why(where: str, error: OSError) -> Finding:
    if error.errno == errno.EADDRINUSE:
        if _is_ours(where):
            return in_order(_WHAT, f"{where} 上本服务正在运行")
        return to_mend(_WHAT, f"{where} 已被占用", "用 --port 或 POLICYQA_PORT 换一个；ss -ltnp 可查是谁占用")
    if error.errno == errno.EACCES:
        return to_mend(_WHAT, f"没有权限监听 {where}", "用 1024 以上的端口，前面放 nginx（deploy/nginx.conf）")
    return to_mend(
        _WHAT, f"{where} 不能监听（{error.strerror}）", "POLICYQA_HOST 须是本机的地址，如 127.0.0.1 或 0.0.0.0"
    )


def _is_ours(where: str) -> bool:
    try:
        answer = httpx.get(f"http://{where}/healthz", timeout=_SECONDS, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return False
    return isinstance(answer, dict) and "snapshot" in answer
