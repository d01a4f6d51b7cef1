"""A refusal on a page: what it is called, why, and what is held instead. Every text is escaped here."""

from __future__ import annotations

from html import escape

from server.contract import Refusal

REFUSAL_TITLES = {
    "region_not_covered": "未收录该地区",
    "topic_not_found": "收录的文件中没有找到",
    "value_not_stated": "原文没有写明",
    "off_topic": "不在政策问答范围内",
}
"""What a refusal is called, by its code."""


def refusal_box(refusal: Refusal, role: str = "") -> str:
    """The refusal with the regions held; ``role``, where given, makes readers of screens say it when it appears."""
    regions = "".join(f"<li>{escape(region)}</li>" for region in refusal.covered_regions)
    covered = f'<div class="pq-regions"><span>已收录地区</span><ul>{regions}</ul></div>' if regions else ""
    said = f' role="{role}"' if role else ""
    return (
        f'<div class="pq-box pq-box-refusal"{said} data-code="{escape(refusal.code)}">'
        f"<strong>{REFUSAL_TITLES[refusal.code]}</strong><p>{escape(refusal.message)}</p>{covered}</div>"
    )
