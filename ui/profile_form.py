"""What the form of 企业匹配 says, read into a profile; what is wrong with it, in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from server.contract import EnterpriseProfile
from server.contract.comparing import MAX_REGION_CHARS
from server.contract.matching import (
    MAX_EMPLOYEES,
    MAX_FIGURES,
    MAX_HONOURS,
    MAX_PLANS,
    MAX_TYPES,
    MAX_WORD_CHARS,
    MAX_YUAN,
)
from ui.form_faults import FormFault, FormFaults

TYPES = (
    "高新技术企业",
    "科技型中小企业",
    "专精特新企业",
    "规模以上工业企业",
    "初创企业",
    "创业投资机构",
    "孵化器",
    "新型研发机构",
    "高等院校",
    "科研院所",
)
"""Kinds of bodies to tick; any other is written."""

_EARLIEST = date(1800, 1, 1)
_UNITS = {
    "": Decimal(10_000),
    "元": Decimal(1),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "亿": Decimal(10) ** 8,
    "亿元": Decimal(10) ** 8,
}
_MONEY = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,8})?)(亿元|亿|万元|万|元|)", re.ASCII)
_SEPARATORS = re.compile(r"[、，,；;\n]+")
_FIGURE = re.compile(r"\s*([^:：]+?)\s*[:：]\s*(.+?)\s*")


def profile_form(regions: Sequence[str]) -> str:
    """The form; ``regions`` are offered while one types, any other can be written."""
    offered = "".join(f'<option value="{escape(region)}"></option>' for region in regions)
    ticks = "".join(
        f'<label class="pq-tick"><input type="checkbox" name="type" value="{name}"><span>{name}</span></label>'
        for name in TYPES
    )
    return (
        '<form id="pq-profile" class="pq-form" novalidate>'
        + _field("region", "注册地", "市或区县，必填", 'list="pq-known-regions" required')
        + f'<datalist id="pq-known-regions">{offered}</datalist>'
        + _field("founded", "成立日期", "可不填", f'max="{date.today()}"', kind="date")
        + '<fieldset class="pq-ticks pq-wide"><legend>类型<span class="pq-hint">可多选</span></legend>'
        + f"{ticks}</fieldset>"
        + _field("other_types", "其他类型", "多个用顿号隔开")
        + _field("honours", "认定、平台和荣誉", "多个用顿号隔开", 'placeholder="如：省级重点实验室、专精特新小巨人"')
        + _field("plans", "打算做的事", "多个用顿号隔开", 'placeholder="如：首次申报高新技术企业"', wide=True)
        + _field("revenue", "上年营业收入", "万元", 'inputmode="decimal" placeholder="如：8000"')
        + _field("rd_spending", "上年研发投入", "万元", 'inputmode="decimal" placeholder="如：500"')
        + _field("employees", "职工人数", "人", 'inputmode="numeric"')
        + _field("figures", "其他数字", "名称：数值，多个用分号隔开", 'placeholder="如：免税技术交易额：4000万元"')
        + '<p class="pq-submit pq-wide"><button type="submit" class="pq-primary">匹配</button>'
        '<button type="button" class="pq-link" data-forget-profile>清空</button>'
        '<span class="pq-hint">填写的内容只保存在这个浏览器里，下次打开还在；没填的一概按“不知道”处理。'
        "</span></p></form>"
    )


def read_profile_form(form: Mapping[str, object], today: date) -> EnterpriseProfile:
    """The profile. Raises :class:`FormFaults` with all that is wrong."""
    reading = _Reading(form, today)
    ticked = form.get("type", [])
    types = [str(name) for name in ticked] if isinstance(ticked, list) else []
    values = {
        "region": reading.region(),
        "founded": reading.founded(),
        "types": list(dict.fromkeys([*types, *reading.words("other_types", MAX_TYPES - len(types))])),
        "honours": reading.words("honours", MAX_HONOURS),
        "plans": reading.words("plans", MAX_PLANS),
        "revenue": reading.yuan("revenue", "营业收入"),
        "rd_spending": reading.yuan("rd_spending", "研发投入"),
        "employees": reading.employees(),
        "figures": reading.figures(),
    }
    if reading.faults:
        raise FormFaults(reading.faults)
    return EnterpriseProfile.model_validate(values)


class _Reading:
    """Reads the fields one by one and gathers what is wrong."""

    def __init__(self, form: Mapping[str, object], today: date) -> None:
        self._form = form
        self._today = today
        self.faults: list[FormFault] = []

    def region(self) -> str:
        region = self._text("region")
        if not region:
            self._wrong("region", "请填写注册地：市、区或县的名称。")
        elif len(region) > MAX_REGION_CHARS:
            self._wrong("region", f"注册地请写在 {MAX_REGION_CHARS} 字以内。")
        return region

    def founded(self) -> date | None:
        text = self._text("founded")
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self._wrong("founded", "成立日期请写成 年-月-日，如 2019-03-01。")
            return None
        if not _EARLIEST <= day <= self._today:
            self._wrong("founded", f"成立日期应在今天（{self._today}）以前；{day} 请再核对。")
        return day

    def words(self, field: str, most: int) -> list[str]:
        words = list(dict.fromkeys(word.strip() for word in _SEPARATORS.split(self._text(field)) if word.strip()))
        if any(len(word) > MAX_WORD_CHARS for word in words):
            self._wrong(field, f"每一项请写在 {MAX_WORD_CHARS} 字以内，多项之间用顿号隔开。")
        elif len(words) > most:
            self._wrong(field, f"这里最多写 {most} 项，现在有 {len(words)} 项。")
        return words

    def yuan(self, field: str, name: str) -> Decimal | None:
        text = self._figures_text(field)
        if not text:
            return None
        found = _MONEY.fullmatch(text)
        if found is None:
            self._wrong(field, f"{name}请填数字，单位万元，如 350 或 1200.5；也可以写明单位，如 1.2亿元。")
            return None
        amount = Decimal(found.group(1).replace(",", "")) * _UNITS[found.group(2)]
        if amount > MAX_YUAN:
            self._wrong(field, f"{name}大得不像真的，请核对单位（这里按万元计）。")
            return None
        return amount.quantize(Decimal("0.01"))

    def employees(self) -> int | None:
        text = self._figures_text("employees").removesuffix("人").replace(",", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text[:9]) <= MAX_EMPLOYEES and len(text) < 9):
            self._wrong("employees", "职工人数请填一个整数，如 120。")
            return None
        return int(text)

    def figures(self) -> dict[str, str]:
        figures: dict[str, str] = {}
        for part in re.split(r"[;；\n]", self._text("figures")):
            if not part.strip():
                continue
            found = _FIGURE.fullmatch(part)
            if found is None or len(found.group(1)) > MAX_WORD_CHARS or len(found.group(2)) > MAX_WORD_CHARS:
                self._wrong("figures", "其他数字请写成“名称：数值”，多个用分号隔开，如“免税技术交易额：4000万元”。")
                return {}
            figures[found.group(1)] = found.group(2)
        if len(figures) > MAX_FIGURES:
            self._wrong("figures", f"其他数字最多写 {MAX_FIGURES} 个。")
        return figures

    def _text(self, field: str) -> str:
        return str(self._form.get(field, "")).strip()

    def _figures_text(self, field: str) -> str:
        """A number as people write it, full-width signs and blanks evened out."""
        return "".join(unicodedata.normalize("NFKC", self._text(field)).split())

    def _wrong(self, field: str, words: str) -> None:
        self.faults.append(FormFault(f"pq-{field}", words))


def _field(name: str, label: str, hint: str, attributes: str = "", *, kind: str = "text", wide: bool = False) -> str:
    """A labelled input; ``label``, ``hint`` and ``attributes`` are this file's own."""
    return (
        f'<p class="pq-field{" pq-wide" if wide else ""}"><label for="pq-{name}">{label}'
        f'<span class="pq-hint">{hint}</span></label>'
        f'<input id="pq-{name}" name="{name}" type="{kind}" maxlength="1000" autocomplete="off" {attributes}></p>'
    )
