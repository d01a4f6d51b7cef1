"""Files a visitor hands to a page: a field to choose them, their names as they are, and their bytes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from ui.shell import area

KEPT_SECONDS = 3600
"""How long Gradio keeps a file that was handed in."""

_SCRIPT = Path(__file__).with_name("sent_files.js")


class FileGone(Exception):
    """A chosen file is not there (any more); ``str(error)`` tells a visitor what to do (Simplified Chinese)."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that Gradio keeps: its name as the visitor has it, and where it lies."""

    name: str
    path: Path

    def data(self) -> bytes:
        """Its bytes. Raises :class:`FileGone` after :data:`KEPT_SECONDS`."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError as error:
            raise FileGone("选好的文件放得太久，已被清理，请重新选择。") from error


@dataclass(frozen=True, slots=True)
class FileField:
    """A field for files. ``chosen`` holds a list of :class:`SentFile`; it is filled by :func:`take`."""

    shown: gr.HTML
    chosen: gr.State
    html: str

    def emptied(self) -> tuple[str, list[SentFile]]:
        """New values of ``shown`` and ``chosen``, without a file."""
        # The time makes it another value each time, so that the page draws it anew.
        return f"{self.html}<!-- {time.time_ns()} -->", []


def file_field(label: str, elem_id: str, *, several: bool = False, types: list[str]) -> FileField:
    """A field for files whose names end in one of ``types``; its event ``chosen`` is to run :func:`take`.

    Gradio's own field gives a name stripped of all but letters and digits (《》 and 〔〕 would be lost), says in
    English that it is uploading, and leaves a warning in the console with every file: it closes its progress stream
    by a method that its client does not have.
    """
    html = _field(label, f"{elem_id}-input", several, types)
    shown = area(elem_id, html, interaction=_SCRIPT.read_text(encoding="utf-8"))
    return FileField(shown, gr.State([]), html)


def take(event: gr.EventData) -> list[SentFile]:
    """The files a field has handed to Gradio. Raises :class:`FileGone` for a path that is not one Gradio made."""
    return [_taken(file) for file in event.files]


def _taken(file: dict[str, Any]) -> SentFile:
    folder, path = Path(get_upload_folder()).resolve(), Path(str(file["path"])).resolve()
    if not path.is_relative_to(folder):
        raise FileGone("没有收到这个文件，请重新选择。")
    return SentFile(str(file["name"]), path)


def _field(label: str, input_id: str, several: bool, types: list[str]) -> str:
    accepted = escape(",".join(types))
    many = " multiple" if several else ""
    return (
        f'<div class="pq-drop"><label for="{escape(input_id)}"><strong>{escape(label)}</strong>'
        "<span>拖到这里，或<u>选择文件</u></span></label>"
        f'<input type="file" id="{escape(input_id)}" accept="{accepted}"{many}>'
        '<ul aria-label="已选的文件"></ul><p role="status"></p></div>'
    )
