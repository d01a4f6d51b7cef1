"""Where a model lies that the settings name: a folder, or this machine's Hugging Face cache. Nothing is downloaded."""

from __future__ import annotations

from pathlib import Path

from index.errors import ModelMissing


def held_folder(name: str, kind: str, setting: str, *, owner: str = "", otherwise: str = "") -> Path:
    """The folder ``name``, else that of the model of this name in the cache; ``owner`` goes before a name without one.

    ``kind`` of model, ``setting`` and what may be done ``otherwise`` are for the words to whoever has to put it there.

    Raises:
        ModelMissing: it is neither.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder

    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(f"{owner}/{name}" if owner and "/" not in name else name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError) as error:
        raise ModelMissing(
            f"本机没有{kind} {name}：它不是已有的文件夹，也不在 Hugging Face 缓存中（运行时不下载）。"
            f"请先把模型文件复制到本机，再将设置项 {setting} 设为该文件夹的路径{otherwise}。"
        ) from error
