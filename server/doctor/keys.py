"""Is there a key where the service will ask for one? Without any it refuses to start."""

from __future__ import annotations

from server.auth.keys import KeyStore
from server.bootstrap import Settings, is_loopback
from server.doctor.finding import Finding, in_order, to_mend
from server.records.database import FILE, open_database

_WHAT = "密钥"


def check_keys(settings: Settings) -> Finding:
    """A key is in force, or none is needed: only this machine is listened to and ``keys`` does not ask for one."""
    if settings.keys != "always" and is_loopback(settings.host):
        return in_order(_WHAT, f"只监听本机（{settings.host}），不要密钥；前面有门户转发时请设 POLICYQA_KEYS=always")
    if _any_in_force(settings):
        return in_order(_WHAT, "已有密钥")
    return to_mend(
        _WHAT, f"监听 {settings.host} 需要密钥，而一个也没有", "policyqa keys create --name 名称 --role admin"
    )


def _any_in_force(settings: Settings) -> bool:
    if settings.database_url is None and not (settings.home / FILE).exists():
        return False  # looking does not make the database
    engine = open_database(settings.home, settings.database_url)
    try:
        return KeyStore(engine).any_in_force()
    finally:
        engine.dispose()
