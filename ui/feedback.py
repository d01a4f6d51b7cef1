"""What a reader says of an answer: the buttons, and the form for what is wrong with it."""

from __future__ import annotations

_REASONS = {
    "wrong": "答案有误",
    "incomplete": "不完整",
    "wrong_clause": "条款不对",
    "outdated": "已过时",
    "not_understood": "没听懂问题",
    "other": "其他",
}
"""The reasons of the wire contract, as a reader sees them."""

_THUMB = (
    '<svg viewBox="0 0 24 24" width="17" height="17" aria-hidden="true"><path fill="none" stroke="currentColor" '
    'stroke-width="1.8" stroke-linejoin="round" d="M7 11v9H4v-9zm0 0 4.2-7.2c1.5 0 2.3 1.1 2 2.6L12.6 10H19'
    'c1.2 0 2 1.1 1.7 2.2l-1.6 6.3c-.2.9-1 1.5-1.9 1.5H7"/></svg>'
)


def feedback_bar(number: int) -> str:
    """Two buttons under the answer of turn ``number``; the second opens a form for the reason."""
    reasons = "".join(
        f'<label><input type="radio" name="reason" value="{code}" required> {name}</label>'
        for code, name in _REASONS.items()
    )
    return (
        f'<span class="pq-rating" data-turn="{number}">'
        f'<button type="button" class="pq-action" data-rate="up" aria-pressed="false">{_THUMB}有用</button>'
        '<button type="button" class="pq-action pq-down" data-rate="down" aria-expanded="false">'
        f"{_THUMB}有问题</button></span>"
        f'<form class="pq-reasons" data-turn="{number}" hidden><fieldset><legend>哪里有问题？</legend>{reasons}'
        '</fieldset><label class="pq-reason-words">补充说明，或应当怎样回答（选填）'
        '<textarea name="comment" rows="2" maxlength="2000"></textarea></label>'
        '<button type="submit" class="pq-chip">提交</button></form>'
    )


def thanks(number: int) -> str:
    """What is shown once feedback on turn ``number`` is kept; the page's script marks that turn by it."""
    return f'<p class="pq-toast" role="status" data-rated="{number}">已记录，谢谢。</p>'
