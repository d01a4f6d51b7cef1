"""The errors of the index package, classed by what the caller should do.

    RetrievalIndexError
    ├── IndexMissing      nothing has been built here: build an index, or point to the folder that has one
    ├── IndexCorrupt      files are there but cannot be read: build again, or roll back to another snapshot
    ├── IndexMismatch     index and encoder do not belong together: build again, or set the model of the index
    ├── IndexBusy         another process is changing the index: wait for it, then try again
    ├── StoreError        the engine that holds the vectors, where that is another program (Milvus)
    │   ├── StoreExtraMissing  its client is not installed: install the extra, or choose the store on this machine
    │   ├── StoreUnavailable   it cannot be reached or is too busy, tried again and again: see to it, then try again
    │   ├── StoreRefused       it was reached and said no: mend what the message says (token, version, a name taken)
    │   └── LoadIncomplete     not all that was written is there: load again; what was in use stays in use
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


class StoreError(RetrievalIndexError):
    """The engine that holds the vectors does not do what it is asked."""


class StoreExtraMissing(StoreError):
    """The package that talks to the engine is not installed."""


class StoreUnavailable(StoreError):
    """The engine could not be reached, or was too busy, at every attempt."""


class StoreRefused(StoreError):
    """The engine answered that it will not do what was asked."""


class LoadIncomplete(StoreError):
    """After a load, the engine holds other rows than were sent to it."""


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
