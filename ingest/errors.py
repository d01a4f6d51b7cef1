"""Errors of ingest, classed by what the caller should do.

IngestError
├── SourceRejected      this file cannot be taken: report it and go on with the others
│   ├── UnsupportedFormat
│   ├── EmptyFile
│   ├── FileTooLarge
│   └── Undecodable
├── NothingToIngest     no file was found or none could be taken: stop
└── ArtifactsDamaged    what an earlier run wrote cannot be read back: ingest again
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of every error ingest raises on purpose; its text is one line for a person."""


class SourceRejected(IngestError):
    """This file cannot be taken; the rest of a batch goes on."""


class UnsupportedFormat(SourceRejected):
    """The format is not one ingest reads."""


class EmptyFile(SourceRejected):
    """The file holds no text."""


class FileTooLarge(SourceRejected):
    """The file is over the size limit."""


class Undecodable(SourceRejected):
    """The bytes are not text in any encoding official documents come in."""


class NothingToIngest(IngestError):
    """No document was found, or none could be taken."""


class ArtifactsDamaged(IngestError):
    """Stored ingest results are missing or damaged."""
