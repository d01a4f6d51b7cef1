"""The page's look: theme, style sheet and head. Fonts are the reader's own; nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

CSS_PATH = Path(__file__).with_name("page.css")
FAVICON_PATH = Path(__file__).with_name("favicon.svg")
INTERACTION_PATH = Path(__file__).with_name("interaction.js")

HEAD = (
    "<script>document.documentElement.lang = 'zh-CN';</script>"
    '<meta name="color-scheme" content="light dark">'
    '<meta name="description" content="政策问答：简短的答案，附条款原文">'
)

_SANS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
)
_MONO = ("ui-monospace", "SFMono-Regular", "Consolas", "Noto Sans Mono CJK SC", "monospace")


def page_theme() -> gr.themes.Base:
    """Gradio's plainest theme with local fonts; the colours are in the style sheet."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.red,
        neutral_hue=gr.themes.colors.stone,
        text_size=gr.themes.sizes.text_lg,
        font=_SANS,
        font_mono=_MONO,
    )
