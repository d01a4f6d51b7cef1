"""What the form of 对比 says, read into a request; what is wrong with it, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from server.contract import MAX_QUESTION_CHARS, MAX_REGIONS, CompareRequest, HotQuestion
from server.contract.comparing import MAX_REGION_CHARS
from ui.form_faults import FormFault, FormFaults

FORM = (
    '<form id="pq-compare-form" class="pq-form" novalidate>'
    '<p class="pq-field pq-wide"><label for="pq-subject">比什么<span class="pq-hint">不用写地区名</span></label>'
    f'<input id="pq-subject" name="subject" type="text" maxlength="{MAX_QUESTION_CHARS}" autocomplete="off" required '
    'placeholder="如：首次认定高新技术企业补助多少"></p>'
    '<p class="pq-field"><label for="pq-others">其他地区<span class="pq-hint">可不填，多个用顿号隔开</span></label>'
    '<input id="pq-others" name="others" type="text" maxlength="500" autocomplete="off"></p>'
    '<p class="pq-field"><label for="pq-compare-day">按哪一天判断效力<span class="pq-hint">可不填</span></label>'
    '<input id="pq-compare-day" name="as_of" type="date"></p>'
    '<p class="pq-submit"><button type="submit" class="pq-primary">对比</button></p></form>'
)
"""The regions to choose from stand before it, see :func:`region_boxes`."""

_SEPARATORS = re.compile(r"[、,，;；\s]+")
_CHECKED_AT_FIRST = 6
_SUBJECTS = 4


def region_boxes(regions: Sequence[str]) -> str:
    """A box for each region of the library; a few are all ticked at first."""
    if not regions:
        return '<p class="pq-empty">本库还没有收录带地区的文件，可在“其他地区”里填写。</p>'
    ticked = " checked" if len(regions) <= _CHECKED_AT_FIRST else ""
    boxes = "".join(
        f'<label class="pq-tick"><input type="checkbox" form="pq-compare-form" name="region" '
        f'value="{escape(region)}"{ticked}><span>{escape(region)}</span></label>'
        for region in regions
    )
    return (
        '<fieldset class="pq-ticks" id="pq-compare-regions" tabindex="-1"><legend>选地区'
        f'<span class="pq-hint">至少两个，最多 {MAX_REGIONS} 个</span></legend>{boxes}</fieldset>'
    )


def subjects(questions: Sequence[HotQuestion]) -> str:
    """What can be compared: questions the library answers, without the region they name."""
    found = [
        question.question.removeprefix(question.region)
        for question in questions
        if question.region and question.question.startswith(question.region)
    ]
    chips = "".join(
        f'<button type="button" class="pq-chip" data-subject="{escape(subject)}">{escape(subject)}</button>'
        for subject in list(dict.fromkeys(found))[:_SUBJECTS]
    )
    return f'<div class="pq-chips"><span class="pq-chips-label">可以比的事</span>{chips}</div>' if chips else ""


def read_compare_form(form: Mapping[str, object]) -> CompareRequest:
    """The request. Raises :class:`FormFaults` with all that is wrong."""
    subject = str(form.get("subject", "")).strip()
    ticked = form.get("region", [])
    regions = [str(region) for region in ticked] if isinstance(ticked, list) else []
    regions += [region for region in _SEPARATORS.split(str(form.get("others", ""))) if region]
    regions = list(dict.fromkeys(regions))
    faults: list[FormFault] = []
    if not subject:
        faults.append(FormFault("pq-subject", "请写下要比的事，如“首次认定高新技术企业补助多少”。"))
    elif len(subject) > MAX_QUESTION_CHARS:
        faults.append(FormFault("pq-subject", f"要比的事请写在 {MAX_QUESTION_CHARS} 字以内。"))
    if len(regions) < 2:
        faults.append(FormFault("pq-compare-regions", "请至少选两个地区。"))
    elif len(regions) > MAX_REGIONS:
        faults.append(FormFault("pq-compare-regions", f"一次最多比 {MAX_REGIONS} 个地区，现在选了 {len(regions)} 个。"))
    if any(len(region) > MAX_REGION_CHARS for region in regions):
        faults.append(FormFault("pq-others", f"地区名请写在 {MAX_REGION_CHARS} 字以内，多个地区用顿号隔开。"))
    as_of = None
    if day := str(form.get("as_of", "")).strip():
        try:
            as_of = date.fromisoformat(day)
        except ValueError:
            faults.append(FormFault("pq-compare-day", "日期请写成 年-月-日，如 2025-06-09。"))
    if faults:
        raise FormFaults(faults)
    return CompareRequest(question=subject, regions=regions, as_of=as_of)
