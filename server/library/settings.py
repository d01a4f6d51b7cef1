"""What may be uploaded, and how much at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ingest.formats import MAX_FILE_BYTES

_MEGABYTE = 1024 * 1024


class UploadSettings(BaseModel):
    """``max_file_mb`` of one file, ``max_request_mb`` of all files of a request, ``max_files`` of a request.

    A request is in memory while it is received, so ``max_request_mb`` times the uploads at once is what it may cost.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_file_mb: Annotated[int, Field(ge=1, le=MAX_FILE_BYTES // _MEGABYTE)] = 32
    max_request_mb: Annotated[int, Field(ge=1, le=1024)] = 64
    max_files: Annotated[int, Field(ge=1, le=1000)] = 50

    @property
    def max_file_bytes(self) -> int:
        """``max_file_mb`` in bytes."""
        return self.max_file_mb * _MEGABYTE

    @property
    def max_request_bytes(self) -> int:
        """``max_request_mb`` in bytes."""
        return self.max_request_mb * _MEGABYTE
