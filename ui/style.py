"""The workbench's look: theme, style sheets and head. Fonts are the reader's own; nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

CSS_PATHS = tuple(sorted((Path(__file__).parent / "styles").glob("*.css")))
"""One style sheet a concept; `colours.css` names the colours the others use."""
FAVICON_PATH = Path(__file__).with_name("favicon.svg")

HEAD = (
    "<script>document.documentElement.lang = 'zh-CN';</script>"
    '<meta name="color-scheme" content="light dark">'
    '<meta name="description" content="政策问答：简短的答案，附条款原文">'
    f"<script>{Path(__file__).with_name('signed_out.js').read_text('utf-8')}</script>"
    f"<style>{Path(__file__).with_name('print.css').read_text('utf-8')}</style>"
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
