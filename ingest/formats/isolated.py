"""Reading a file in a process of its own, whose time and memory are bounded.

A broken or hostile PDF or Office file can make any parser run for hours or ask for all memory there is, and neither
can be stopped from inside. Such a file must not take the rest of the batch with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ingest import errors
from ingest.errors import TooCostly
from ingest.formats.source_text import SourceText

MOST_SECONDS = 300.0
_LEAST_SECONDS = 60.0
_SECONDS_A_MEGABYTE = 10.0
MOST_MEMORY_BYTES = 2 * 1024**3


def read_isolated(reader: str, data: bytes, name: str) -> SourceText:
    """What ``READERS[reader]`` of :mod:`ingest.formats.worker` makes of ``data``.

    Raises:
        SourceRejected: as that reader raises it.
        TooCostly: it took more time than its size warrants (a minute, ten seconds a megabyte, :data:`MOST_SECONDS` at
            most) or more than :data:`MOST_MEMORY_BYTES`, or brought the process down.
    """
    seconds = min(MOST_SECONDS, _LEAST_SECONDS + _SECONDS_A_MEGABYTE * len(data) / 1024**2)
    root = str(Path(__file__).resolve().parents[2])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ingest.formats.worker", reader, name],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise TooCostly(f"{name}：读了 {seconds:.0f} 秒仍未读完，已放弃，请拆分或另存后重新提供") from error
    if done.returncode:
        raise TooCostly(f"{name}：读取中断（内存不足，或文件使读取程序出错），已放弃，请拆分或另存后重新提供")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise getattr(errors, answer["error"])(answer["message"])
    return SourceText(data, answer["text"], tuple(answer["pages"]))
