"""Files a visitor hands to a page: their names as they are, and their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gradio as gr
from gradio.data_classes import FileData, ListFiles

KEPT_SECONDS = 3600
"""How long Gradio keeps a file that was handed in."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file in memory."""

    name: str
    data: bytes


def file_field(label: str, elem_id: str, *, several: bool = False, types: list[str] | None = None) -> gr.File:
    """A field for files whose handlers get a list of :class:`SentFile`.

    Gradio's own way gives a path under a name stripped of all but letters and digits: 《》 and 〔〕 would be lost.
    Gradio has checked by then that each path is one it made, and removes it after :data:`KEPT_SECONDS`.
    """
    field = gr.File(
        label=label,
        elem_id=elem_id,
        file_count="multiple" if several else "single",
        file_types=types,
        height=150,
        min_width=0,
    )
    # Not a subclass: Gradio writes a stub file beside the module of each.
    field.preprocess = _sent
    return field


def _sent(payload: ListFiles | FileData | None) -> list[SentFile]:
    if payload is None:
        return []
    return [_taken(file) for file in (list(payload) if isinstance(payload, ListFiles) else [payload])]


def _taken(file: FileData) -> SentFile:
    path = Path(file.path)
    try:
        return SentFile(file.orig_name or path.name, path.read_bytes())
    except FileNotFoundError as error:
        raise gr.Error("选好的文件放得太久，已被清理，请重新选择。", print_exception=False) from error
