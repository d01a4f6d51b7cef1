"""Checking that everything the service needs is there, and telling the mend where it is not. One check a file."""

from __future__ import annotations

from server.bootstrap import Settings
from server.doctor.cache import check_cache
from server.doctor.cpu import check_cpu
from server.doctor.database import check_database
from server.doctor.disk import check_disk
from server.doctor.engine import check_engine
from server.doctor.finding import Finding
from server.doctor.index_in_use import check_index
from server.doctor.keys import check_keys
from server.doctor.llm_endpoint import check_llm
from server.doctor.model import check_model
from server.doctor.permissions import check_permissions
from server.doctor.port import check_port
from server.doctor.python import check_python

__all__ = ["Finding", "examine"]


def examine(settings: Settings) -> list[Finding]:
    """All checks, in the order a start needs them; of Milvus, the cache and the language model where they are used."""
    findings = [
        check_python(),
        check_cpu(),
        check_disk(settings.home),
        check_permissions(settings.home),
        check_model(settings),
        check_index(settings.home),
        check_database(settings.home, settings.database_url),
        check_keys(settings),
        check_port(settings.host, settings.port),
    ]
    if settings.redis_url:
        findings.append(check_cache(settings.redis_url))
    if settings.store == "milvus":
        findings.append(check_engine(settings))
    return [*findings, check_llm(settings.llm)] if settings.llm else findings
