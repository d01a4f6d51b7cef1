"""The keys that open the service, kept so that the database gives none of them away.

A key is ``pq_<number>_<secret>`` with 256 random bits. Kept of it is a salted HMAC-SHA-256: NIST SP 800-63B (5.1.2.2,
look-up secrets) asks for an approved one-way function where a secret has 112 bits of entropy or more, and for a slow
password hash only below that; a slow one would add its cost to every request and make nothing harder to guess.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from dataclasses import dataclass, field

from sqlalchemy import Column, Engine, Integer, LargeBinary, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.auth.identity import PUBLIC, Identity, Role
from server.errors import InvalidRequest
from server.records.clock import now
from server.records.tables import METADATA, Words

KEYS = Table(
    "keys",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("name", Words, nullable=False, unique=True),
    Column("role", Words, nullable=False),
    Column("groups", Words, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("created_at", Words, nullable=False),
    Column("revoked_at", Words),
    sqlite_autoincrement=True,
)

_KEY = re.compile(r"pq_([1-9][0-9]{0,8})_([A-Za-z0-9_-]{43})")
_NAME = re.compile(r"[\w.·-][\w.· -]{0,63}")
_SECRET_BYTES = 32
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key as it is kept; ``created_at`` and ``revoked_at`` are UTC in ISO 8601."""

    number: int
    identity: Identity
    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)
    created_at: str
    revoked_at: str | None

    def opens(self, secret: str) -> bool:
        """Whether ``secret`` is this key's and the key still holds; takes the same time for any wrong one."""
        return hmac.compare_digest(_digest(self.salt, secret), self.digest) and self.revoked_at is None


def parts(key: str) -> tuple[int, str] | None:
    """Number and secret of a key, or ``None`` for what is not one."""
    found = _KEY.fullmatch(key)
    return (int(found[1]), found[2]) if found else None


class KeyStore:
    """The keys in ``engine``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, name: str, role: Role, groups: frozenset[str] = frozenset()) -> str:
        """A new key: what is returned can never be read again.

        Raises:
            InvalidRequest: the name is taken (also by a revoked key: audit lines speak of it), or a name is malformed.
        """
        for given in (name, *groups):
            check_name(given)
        secret, salt = secrets.token_urlsafe(_SECRET_BYTES), secrets.token_bytes(_SALT_BYTES)
        row = {
            "name": name,
            "role": role.name.lower(),
            "groups": json.dumps(sorted(groups - {PUBLIC}), ensure_ascii=False),
            "salt": salt,
            "digest": _digest(salt, secret),
            "created_at": now(),
        }
        try:
            with self._engine.begin() as connection:
                number = connection.execute(insert(KEYS).values(**row).returning(KEYS.c.number)).scalar_one()
        except IntegrityError:
            raise InvalidRequest(f"已有名为“{name}”的密钥（含已吊销的），请换一个名称。") from None
        return f"pq_{number}_{secret}"

    def all(self) -> list[KeyRecord]:
        """Every key ever made, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(KEYS).order_by(KEYS.c.number)).all()
        return [
            KeyRecord(
                number=row.number,
                identity=Identity(row.name, Role[row.role.upper()], frozenset(json.loads(row.groups))),
                salt=row.salt,
                digest=row.digest,
                created_at=row.created_at,
                revoked_at=row.revoked_at,
            )
            for row in rows
        ]

    def revoke(self, name: str) -> None:
        """From now on the key opens nothing.

        Raises:
            InvalidRequest: no key in force has this name.
        """
        change = update(KEYS).where(KEYS.c.name == name, KEYS.c.revoked_at.is_(None)).values(revoked_at=now())
        with self._engine.begin() as connection:
            if connection.execute(change).rowcount == 0:
                raise InvalidRequest(f"没有名为“{name}”的有效密钥，可用 policyqa keys list 查看。")

    def any_in_force(self) -> bool:
        """Whether anybody could get in."""
        return any(key.revoked_at is None for key in self.all())


def check_name(name: str) -> None:
    """Raises ``InvalidRequest`` for a name of a key or group that could not be told apart in a list or a log."""
    if not _NAME.fullmatch(name):
        raise InvalidRequest("名称只能用汉字、字母、数字、空格和 . · - _，不超过 64 个字符，且不以空格开头。")


def _digest(salt: bytes, secret: str) -> bytes:
    return hmac.digest(salt, secret.encode("utf-8", "surrogateescape"), "sha256")
