"""Runs a model folder written by ``compile``: texts to unit vectors, through OpenVINO and ``tokenizers`` alone.

torch is not imported. Two forms of the graph are kept, each compiled when it is first needed: one that gives a
single text all cores, for questions, and one that runs a batch a core, for passages.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, local
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, PositiveInt
from tokenizers import Tokenizer

from index.embedding.bert_graph import IDS, MASK
from index.embedding.openvino_runtime import hint, ov, properties
from index.errors import ModelCorrupt

DESCRIPTION: Final = "compiled_model.json"
GRAPH: Final = "openvino_model.xml"
TOKENIZER: Final = "tokenizer.json"
PROMPTS_FILE: Final = "config_sentence_transformers.json"

_BATCH_TOKENS: Final = 768
"""Padding included. Larger batches leave the cache of a core (measured, see the decision record)."""


class Description(BaseModel):
    """``compiled_model.json``: what the graph's file does not say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dim: PositiveInt
    max_tokens: PositiveInt


class CompiledModel:
    """An opened folder. Safe to call from several threads."""

    def __init__(
        self, folder: Path, description: Description, tokenizer: Tokenizer, prompts: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self.dim: int = description.dim
        self.max_tokens: int = description.max_tokens
        self.prompts = dict(prompts)
        self.tokenizer = tokenizer
        self._limit = description.max_tokens
        self._compiling = Lock()
        self._requests = local()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the small files of ``folder``; the graph follows with the first text. ``ModelCorrupt``."""
        try:
            description = Description.model_validate_json((folder / DESCRIPTION).read_bytes())
            prompts = json.loads((folder / PROMPTS_FILE).read_text("utf-8"))["prompts"]
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            (folder / GRAPH).with_suffix(".bin").stat()
        # The tokenizers library raises plain Exception for a file it cannot read.
        except Exception as error:
            raise _corrupt(folder, error) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(description.max_tokens)
        return cls(folder, description, tokenizer, prompts)

    def limit_tokens(self, limit: int) -> None:
        """Read at most ``limit`` tokens of a text, marks at both ends included, and never more than the model can."""
        self.max_tokens = min(limit, self._limit)
        self.tokenizer.enable_truncation(self.max_tokens)

    def encode_one(self, text: str) -> NDArray[np.float32]:
        """The vector (dim,) of one text, as fast as all cores together make it."""
        vector: NDArray[np.float32] = self.encode_together([text])[0]
        return vector

    def encode_together(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, dim) of a few texts in one inference, on all cores."""
        request = getattr(self._requests, "single", None)
        if request is None:
            request = self._requests.single = self._single.create_infer_request()
        encodings = self.tokenizer.encode_batch_fast(list(texts))
        request.infer(_padded([np.array(encoding.ids, np.int32) for encoding in encodings]))
        vectors: NDArray[np.float32] = request.get_output_tensor(0).data.copy()
        return vectors

    def encode_many(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dim), row i for text i. ``on_progress`` hears how many are done, in this thread."""
        vectors = np.empty((len(texts), self.dim), np.float32)
        if not texts:
            return vectors
        tokens = self._tokens(texts)
        batches = list(_batches([len(ids) for ids in tokens]))
        compiled, cores = self._many, _cores()
        # Not the runtime's own asynchronous queue: a callback of it that ends while the interpreter does aborts
        # the process.
        idle: SimpleQueue[Any] = SimpleQueue()
        for _ in range(min(cores, len(batches))):
            idle.put(compiled.create_infer_request())

        def run(rows: list[int]) -> NDArray[np.float32]:
            request = idle.get()
            request.infer(_padded([tokens[row] for row in rows]))
            encoded: NDArray[np.float32] = request.get_output_tensor(0).data.copy()
            idle.put(request)
            return encoded

        done = 0
        with ThreadPoolExecutor(cores) as pool:
            for rows, encoded in zip(batches, pool.map(run, batches), strict=True):
                vectors[rows] = encoded
                done += len(rows)
                if on_progress is not None:
                    on_progress(done)
        return vectors

    def batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Positions in ``texts``: the batches that ``encode_many`` makes of them."""
        return list(_batches([len(ids) for ids in self._tokens(texts)]))

    def copy_to(self, folder: Path) -> None:
        """Copy the model's own files into ``folder``, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in (DESCRIPTION, GRAPH, str(Path(GRAPH).with_suffix(".bin")), TOKENIZER):
            shutil.copyfile(self.folder / name, folder / name)

    def _tokens(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        return [np.array(encoding.ids, np.int32) for encoding in self.tokenizer.encode_batch_fast(list(texts))]

    @cached_property
    def _graph(self) -> ov.Model:
        try:
            return ov.Core().read_model(self.folder / GRAPH)
        except RuntimeError as error:
            raise _corrupt(self.folder, error) from error

    @property
    def _single(self) -> ov.CompiledModel:
        return self._compiled(hint.PerformanceMode.LATENCY, 1)

    @property
    def _many(self) -> ov.CompiledModel:
        return self._compiled(hint.PerformanceMode.THROUGHPUT, _cores())

    def _compiled(self, mode: hint.PerformanceMode, streams: int) -> ov.CompiledModel:
        name = f"_compiled_{mode.name.lower()}"
        with self._compiling:
            if name not in self.__dict__:
                settings = {
                    hint.performance_mode: mode,
                    properties.num_streams: streams,
                    properties.inference_num_threads: _cores(),
                    # One scale for each row of a product's input; an inner row (four times as wide) gets four.
                    hint.dynamic_quantization_group_size: self.dim,
                }
                self.__dict__[name] = _warmed(ov.Core().compile_model(self._graph, "CPU", settings))
            compiled: ov.CompiledModel = self.__dict__[name]
            return compiled


def _warmed(compiled: ov.CompiledModel) -> ov.CompiledModel:
    """``compiled`` after a first inference, made while no other thread can make one.

    The binding's first look at a tensor's data initialises a static of its own with the interpreter's lock given up
    half way: two threads that come first together wait for each other for ever (an index build hung so).
    """
    request = compiled.create_infer_request()
    request.infer({IDS: np.zeros((1, 1), np.int32), MASK: np.ones((1, 1), np.float32)})
    _ = request.get_output_tensor(0).data
    return compiled


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Positions in batches of similar length, the longest first: little padding, and memory peaks at once."""
    rows: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        if rows and (len(rows) + 1) * lengths[rows[0]] > _BATCH_TOKENS:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _padded(tokens: Sequence[NDArray[np.int32]]) -> dict[str, NDArray[Any]]:
    ids = np.zeros((len(tokens), max(map(len, tokens))), np.int32)
    mask = np.zeros(ids.shape, np.float32)
    for row, text in enumerate(tokens):
        ids[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return {IDS: ids, MASK: mask}


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _corrupt(folder: Path, error: Exception) -> ModelCorrupt:
    cause = str(error).strip().partition("\n")[0]
    return ModelCorrupt(f"模型文件夹 {folder} 不完整或已损坏（{cause}），请重新安装本程序或重新复制该文件夹。")
