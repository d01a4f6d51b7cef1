"""The long fuzz: ``python -m tests.ingest.formats.fuzz --inputs 100000 docx pdf``. One line of JSON a format."""

from __future__ import annotations

import argparse
import json
import logging
import resource
import time
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import SourceRejected
from tests.ingest.formats.mutation import FORMATS, broken
from tests.ingest.formats.stopping import Stopped, stopped_after

_SECONDS_AN_INPUT = 5.0


def run(kind: str, inputs: int, seconds: float) -> dict[str, object]:
    """Feed ``inputs`` broken files to a reader, or as many as ``seconds`` allow; an unnamed error stops it."""
    form = FORMATS[kind]
    seen: Counter[str] = Counter()
    slowest = 0.0
    began = time.monotonic()

    @settings(max_examples=inputs, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(broken(form.seeds()), broken(form.seeds()), broken(form.seeds()), st.binary(max_size=200)))
    def feed(data: bytes) -> None:
        nonlocal slowest
        if time.monotonic() - began > seconds:
            return
        started = time.process_time()
        try:
            with stopped_after(_SECONDS_AN_INPUT):
                source = form.read(data, form.name)
            if not source.text.encode().strip():
                raise ValueError(f"{kind}: no text and no error")
            seen["read"] += 1
        except SourceRejected as error:
            seen[type(error).__name__] += 1
        except Stopped:
            # In ingest the process that reads the file is stopped: TooCostly.
            seen["stopped"] += 1
            return
        slowest = max(slowest, time.process_time() - started)

    feed()
    took = time.monotonic() - began
    return {
        "format": kind,
        "inputs": seen.total(),
        "outcomes": dict(seen.most_common()),
        "slowest_s": round(slowest, 3),
        "took_s": round(took, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Run the formats named, all of them by default."""
    parser = argparse.ArgumentParser()
    parser.add_argument("formats", nargs="*", default=list(FORMATS))
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=3_600.0)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    for kind in options.formats:
        print(json.dumps(run(kind, options.inputs, options.seconds), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
