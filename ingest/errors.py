"""Errors of ingest, classed by what the caller should do.

IngestError
├── SourceRejected      this file cannot be taken: report it and go on with the others
│   ├── UnsupportedFormat   a format ingest does not read
│   ├── WrongExtension      the content is of another format than the name says
│   ├── EmptyFile           no text in it
│   ├── FileTooLarge        over the limit of bytes, pages, rows or cells
│   ├── TooCostly           reading it takes more time or memory than a file may
│   ├── Undecodable         not text in an encoding official documents come in
│   ├── EncryptedFile       a password is needed
│   ├── ScannedFile         pictures of pages: text recognition is needed first
│   ├── SuspiciousArchive   a zip bomb, or XML that the format forbids
│   └── DamagedFile         of the right format, but broken
├── NothingToIngest     no file was found or none could be taken: stop
├── ArtifactsDamaged    what an earlier run wrote cannot be read back: ingest again
└── ClusterError        the work cannot be spread; what is done is kept: mend the cluster and run again
    ├── RayExtraMissing     policyqa[ray] is not installed
    ├── ClusterUnreachable  Ray does not start, or does not answer at its address
    └── WorkLost            workers were lost again and again, differ from this program, or left files out
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of every error ingest raises on purpose; its text is one line for a person."""


class SourceRejected(IngestError):
    """This file cannot be taken; the rest of a batch goes on. The text names the file and the mend."""


class UnsupportedFormat(SourceRejected):
    """The format is not one ingest reads."""


class WrongExtension(SourceRejected):
    """The content is of another format than the file's name says."""


class EmptyFile(SourceRejected):
    """The file holds no text."""


class FileTooLarge(SourceRejected):
    """The file is over a limit of size: bytes, pages, rows or cells."""


class TooCostly(SourceRejected):
    """Reading the file takes more time or memory than one file may take."""


class Undecodable(SourceRejected):
    """The bytes are not text in any encoding official documents come in."""


class EncryptedFile(SourceRejected):
    """The file cannot be opened without a password."""


class ScannedFile(SourceRejected):
    """The file, or some of its pages, holds pictures of text only."""


class SuspiciousArchive(SourceRejected):
    """The zip container unpacks to far more than it should, or holds XML that defines entities."""


class DamagedFile(SourceRejected):
    """The file is of the format its name says, but broken."""


class NothingToIngest(IngestError):
    """No document was found, or none could be taken."""


class ArtifactsDamaged(IngestError):
    """Stored ingest results are missing or damaged."""


class ClusterError(IngestError):
    """The work cannot be spread over a Ray cluster. What has been done is kept for the next run."""


class RayExtraMissing(ClusterError):
    """``policyqa[ray]`` is not installed."""


class ClusterUnreachable(ClusterError):
    """Ray does not start on this machine, or does not answer at the address given."""


class WorkLost(ClusterError):
    """Workers were lost more often than is tried again, or what they did does not account for everything once."""
