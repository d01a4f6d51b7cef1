"""The process behind :mod:`ingest.formats.isolated`: ``python -m ingest.formats.worker READER NAME < FILE``."""

from __future__ import annotations

import json
import resource
import sys
from contextlib import redirect_stdout

from ingest.errors import SourceRejected
from ingest.formats import pdf, spreadsheet, word
from ingest.formats.isolated import MOST_MEMORY_BYTES

READERS = {"pdf": pdf.read, "word": word.read, "spreadsheet": spreadsheet.read}


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    reader, name = sys.argv[1:]
    try:
        # A library that prints (openpyxl does over broken styles) must not print into the answer.
        with redirect_stdout(sys.stderr):
            read = READERS[reader](sys.stdin.buffer.read(), name)
        answer: dict[str, object] = {"text": read.text, "pages": read.pages}
    except SourceRejected as error:
        answer = {"error": type(error).__name__, "message": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
