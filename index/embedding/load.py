"""From the settings to a ready encoder. Nothing is downloaded; torch is imported here and not before."""

from __future__ import annotations

import os
from pathlib import Path

from index.embedding.encoder import PlannedEncoder
from index.embedding.fingerprint import fingerprint, model_files
from index.embedding.held_model import held_folder
from index.embedding.settings import BUILTIN_E5_SMALL, SHIPPED, EmbeddingSettings
from index.errors import ModelCorrupt, ModelMissing

SHIPPED_FOLDER = Path(__file__).with_name("shipped")
"""The model that comes with the program."""


def load_encoder(settings: EmbeddingSettings) -> PlannedEncoder:
    """The encoder that ``settings`` name; raises ``ModelMissing`` or ``ModelCorrupt``.

    A compiled model (the shipped one, or a folder written by ``compile``) is there in a fraction of a second; any
    other takes seconds, nearly all of them the import of torch and sentence-transformers.
    """
    if settings.model == SHIPPED:
        return _load_compiled(SHIPPED_FOLDER, settings)
    if settings.model == BUILTIN_E5_SMALL:
        return _load_builtin(settings)
    if settings.model.startswith("builtin:"):
        known = f"{SHIPPED}、{BUILTIN_E5_SMALL}"
        raise ModelMissing(f"没有名为 {settings.model} 的内置模型，可用的是 {known}（设置项 model）。")
    folder = held_folder(settings.model, "嵌入模型", "model", owner="sentence-transformers")
    if (folder / "compiled_model.json").is_file():
        return _load_compiled(folder, settings)
    return _load_folder(folder, settings)


def _load_compiled(folder: Path, settings: EmbeddingSettings) -> PlannedEncoder:
    from index.embedding.compiled_encoder import CompiledEncoder
    from index.embedding.compiled_model import CompiledModel

    model = CompiledModel.open(folder)
    name = settings.model if settings.model == SHIPPED else folder.name
    return CompiledEncoder(model, settings, identity=f"{name}@{fingerprint(model_files(folder))}")


def _load_builtin(settings: EmbeddingSettings) -> PlannedEncoder:
    import torch

    from index.embedding import builtin_e5
    from index.embedding.sentence_encoder import SentenceTransformerEncoder

    # One thread a text batch and several batches at once: with several threads a batch, each waits for the
    # slowest at every layer, which costs ten times the latency as soon as another process wants a core.
    torch.set_num_threads(1)
    path = builtin_e5.packed_model_path()
    model = builtin_e5.build(path, settings.max_tokens)
    identity = f"{settings.model}@{fingerprint([path])}"
    return SentenceTransformerEncoder(model, settings, identity=identity, workers=os.cpu_count() or 1)


def _load_folder(folder: Path, settings: EmbeddingSettings) -> PlannedEncoder:
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    from index.embedding.sentence_encoder import SentenceTransformerEncoder

    transformers_logging.disable_progress_bar()
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        identity = f"{Path(settings.model).name}@{fingerprint(model_files(folder))}"
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        cause = str(error).strip().partition("\n")[0]
        raise ModelCorrupt(
            f"模型文件夹 {folder} 读不出 sentence-transformers 模型（{cause}），请检查或重新复制其中的文件。"
        ) from error
    if settings.max_tokens is not None:
        model.max_seq_length = min(settings.max_tokens, model.max_seq_length or settings.max_tokens)
    return SentenceTransformerEncoder(model, settings, identity=identity, workers=1)
