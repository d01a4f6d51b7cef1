"""Who is responsible: the departments of a clause by role, complete."""

from __future__ import annotations

import re

from ingest.model import Clause, Role, Span
from server.answer.outcome import Quote, Statement
from server.understanding.question import Question

_LEAD = re.compile(r"牵头|主抓|主办")
_SUPPORT = re.compile(r"配合")
_ALL = re.compile(
    r"责任|配合|配着|配套干|协助|协同|协办|参与|参加|一起|还有|另外|哪些|哪几|分别|各|都|在不在|在内|有没有|有份"
)
"""Words that ask for more than the leading office."""
_NAMED = re.compile(r"(?:市|省|县|区)?[\u4e00-\u9fa5]{2,8}(?:局|委|部|厅|办)(?=在不在|有没有|是不是|管不管|参与)")


_AUTHORITY = re.compile(
    r"(?:局|部门|机关|政府|委员会|办公室|法院|检察院|机构)[^，,。；;]{0,24}"
    r"(?:负责|主管|承担|管理|监督|统筹|受理|查处|处罚|协调|组织实施|主管部门)|主管部门(?:是|为)|由[^，,。；;]{2,24}(?:局|部门|机关|政府)|"
    r"(?:申请|申报|办理|受理|经办|领取)(?:渠道|地点|窗口|单位|机构|部门)[:：是为]|"
    r"(?:到|向)[^，,。；;]{2,24}(?:领取|办理|申请|登记|报名|申报|提出)|由[^，,。；;]{2,24}(?:承担|受理|征收|办理|负责)|的(?:经办|主管|受理)机构"
)


def names_authority(folded: str) -> bool:
    """Whether a sentence says in words which authority is in charge (由公安机关负责…)."""
    return _AUTHORITY.search(folded) is not None


def state_departments(question: Question, clause: Clause, region: str | None) -> Statement | None:
    """The departments of ``clause``; only the leading ones where only they are asked for. ``None`` if it names none."""
    if not clause.departments:
        return None
    wanted = roles = clause.departments_by_role
    asks_lead = _LEAD.search(question.folded)
    if asks_lead and Role.LEAD in roles and not _ALL.search(question.folded):
        wanted = {Role.LEAD: roles[Role.LEAD]}
    elif _SUPPORT.search(question.folded) and not asks_lead and Role.SUPPORT in roles:
        wanted = {Role.SUPPORT: roles[Role.SUPPORT]}
    listed = "；".join(f"{role.value}：{'、'.join(names)}" for role, names in wanted.items())
    subject = f"“{clause.heading}”" if clause.heading else ""
    first = min(d.span.start for d in clause.departments)
    opening = max(clause.text.rfind(mark, 0, first - clause.extent.start) for mark in "（(")
    last = max(d.span.end for d in clause.departments) - clause.extent.start
    closing = min(
        (at for at in (clause.text.find(mark, last) for mark in "）)") if at >= 0),
        default=len(clause.text) - 1,
    )
    quote = Quote(clause, Span(max(0, opening), closing + 1))
    return Statement(f"{region or ''}{subject}{listed}。", (quote,))
