"""A file made for a reader, handed to his browser to save."""

from __future__ import annotations

import time
from base64 import b64encode
from html import escape
from pathlib import Path

import gradio as gr

from ui.shell import area


def download_area() -> gr.HTML:
    """The part of a page that saves each :func:`file_to_save` it is given; it shows nothing."""
    return area("pq-saved", interaction=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))


def file_to_save(name: str, media_type: str, content: bytes) -> str:
    """``content`` for a :func:`download_area`."""
    # The time makes it another value each time, so that the same file can be saved again.
    return (
        f'<span data-save="{escape(name)}" data-type="{escape(media_type)}" data-made="{time.time_ns()}" '
        f'data-content="{b64encode(content).decode()}"></span>'
    )
