"""Results of work on disk: put there in one step, and taken back only whole.

There is no forcing onto the disk: after a power cut a file may be torn, which its digest tells, and the work is done
again.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_DIGEST_BYTES = 32


def write_checked(path: Path, body: bytes) -> None:
    """Put ``body`` with its digest into ``path``. Two processes may write the same file: one of them wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(hashlib.sha256(body).digest() + body)
    beside.replace(path)


def read_checked(path: Path) -> bytes | None:
    """What :func:`write_checked` put into ``path``; None where that is absent or damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, body = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    return body if hashlib.sha256(body).digest() == digest else None
