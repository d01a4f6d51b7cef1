"""Questions worth asking: under the box before the first one, later beside the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import HotQuestion
from ui.chat import question_chips

OPENING = 6
"""How many stand under the box."""

LOADING = '<p class="pq-empty" role="status">正在准备可以问的问题…</p>'


def opening_questions(questions: Sequence[HotQuestion]) -> str:
    """The first questions as buttons; empty without any."""
    if not questions:
        return ""
    chips = question_chips([question.question for question in questions[:OPENING]])
    return f'<div class="pq-examples"><h2>试着问</h2>{chips}</div>'


def hot_question_list(questions: Sequence[HotQuestion], region: str) -> str:
    """The questions of ``region`` as buttons."""
    body = (
        question_chips([question.question for question in questions])
        if questions
        else '<p class="pq-empty">还没有可以列出的问题。</p>'
    )
    return f'<section class="pq-hot"><h2>热门问题<span class="pq-count">{escape(region)}</span></h2>{body}</section>'
