"""The errors of the index package, classed by what the caller should do.

    RetrievalIndexError
    ├── IndexMissing      nothing has been built here: build an index, or point to the folder that has one
    ├── IndexCorrupt      files are there but cannot be read: build again, or roll back to another snapshot
    ├── IndexMismatch     index and encoder do not belong together: build again, or set the model of the index
    ├── IndexBusy         another process is changing the index: wait for it, then try again
    ├── TrainingDataMissing  what a model is trained from is absent or malformed: name the right folder
    └── EmbeddingError    no vectors can be made
        ├── ModelMissing      the model is not on this machine: correct the name, or put its files there
        ├── ModelCorrupt      its files are there but cannot be read: reinstall or copy them again
        └── EncodingFailed    the model runs but its vectors cannot be used: choose another model

Messages are one line of Simplified Chinese that says what is wrong and how to mend it.
"""


class RetrievalIndexError(Exception):
    """Base of everything the index package raises on purpose."""


class IndexMissing(RetrievalIndexError):
    """There is no index (or no such snapshot) in the given folder."""


class IndexCorrupt(RetrievalIndexError):
    """An index is there, but a file of it is absent, truncated or altered."""


class IndexMismatch(RetrievalIndexError):
    """The index was built with another model, dimension, metric or library than the one it is used with."""


class IndexBusy(RetrievalIndexError):
    """Another process is building or switching snapshots in the same folder."""


class TrainingDataMissing(RetrievalIndexError):
    """A file that a model is trained from is not there, or not in the expected form."""


class EmbeddingError(RetrievalIndexError):
    """The embedding model cannot deliver vectors."""


class ModelMissing(EmbeddingError):
    """The model that the settings name is not on this machine; nothing is downloaded."""


class ModelCorrupt(EmbeddingError):
    """The model's files are truncated, altered or of an unknown format."""


class EncodingFailed(EmbeddingError):
    """The model ran, but its vectors are unusable (not finite, or of zero length)."""
