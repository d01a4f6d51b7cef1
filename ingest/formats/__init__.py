"""File formats. Each turns bytes into the text all offsets refer to."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import FileTooLarge, SourceRejected, UnsupportedFormat
from ingest.formats import text as text_format

MAX_FILE_BYTES = 64 * 1024 * 1024
_READERS = {".txt": text_format.decode, ".md": text_format.decode, ".markdown": text_format.decode}
SUFFIXES = frozenset(_READERS)


def read_source(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and the text in it.

    Raises:
        SourceRejected: the file cannot be read, is too large, of an unknown format, empty or undecodable.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnsupportedFormat(f"{path.name}：不支持的格式 {path.suffix or '（无扩展名）'}")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise FileTooLarge(f"{path.name}：{size:,} 字节，超过上限 {MAX_FILE_BYTES:,} 字节")
        data = path.read_bytes()
    except OSError as error:
        raise SourceRejected(f"{path.name}：读不出来（{error.strerror}）") from error
    return data, reader(data, path.name)
