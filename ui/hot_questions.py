"""Questions worth asking, beside the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from server.contract import HotQuestion
from ui.chat import question_chips


def hot_question_list(questions: Sequence[HotQuestion], region: str) -> str:
    """The questions of ``region`` as buttons."""
    body = (
        question_chips([question.question for question in questions])
        if questions
        else '<p class="pq-empty">还没有可以列出的问题。</p>'
    )
    return f'<section class="pq-hot"><h2>热门问题<span class="pq-count">{escape(region)}</span></h2>{body}</section>'
