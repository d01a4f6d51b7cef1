"""How Milvus is reached and what is asked of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class MilvusSettings(BaseModel):
    """``prefix`` names the collections of one library, and is itself the alias of the one in use: every library of a
    cluster needs another.

    ``consistency``: ``strong`` sees every write that was acknowledged, ``bounded`` may lag by seconds and is faster.
    ``keywords``: ``terms`` searches the terms this program makes (weighed with the statistics of the whole library, as
    without Milvus), ``jieba`` lets the server analyse the texts. ``fusion``: ``own`` joins both orders as
    ``RetrievalSettings.fusion`` says, ``server_rrf`` leaves it to the server. ``vectors``: ``flat`` is exact, ``hnsw``
    approximate. ``partitions``: into how many parts the regions are hashed.

    ``batch_size`` rows are written at a time, each batch acknowledged before the next. An attempt ends after
    ``timeout_s``; where Milvus cannot be reached, writing is tried ``retries`` times more, each time after a longer
    pause, and searching once more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    uri: Annotated[str, Field(pattern=r"^(https?|tcp)://[^\s@]+$")] = "http://127.0.0.1:19530"
    token: SecretStr | None = None
    prefix: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")] = "policyqa"
    consistency: Literal["strong", "bounded"] = "strong"
    keywords: Literal["terms", "jieba"] = "terms"
    fusion: Literal["own", "server_rrf"] = "own"
    vectors: Literal["flat", "hnsw"] = "flat"
    partitions: Annotated[int, Field(ge=1, le=1024)] = 16
    batch_size: Annotated[int, Field(ge=1, le=5000)] = 500
    retries: Annotated[int, Field(ge=0, le=20)] = 5
    timeout_s: Annotated[float, Field(ge=0.5, le=600)] = 10
