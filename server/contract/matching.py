"""What a library holds for an enterprise: fitting clauses, each condition judged by the words it stands in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.contract.asking import Notice, Refusal
from server.contract.base import DocStatus, Wire
from server.contract.comparing import RegionName
from server.contract.stated import Stated

MAX_YUAN = Decimal(10) ** 15
MAX_EMPLOYEES = 10_000_000
MAX_WORD_CHARS = 100
MAX_TYPES, MAX_HONOURS, MAX_PLANS, MAX_FIGURES = 20, 30, 20, 20

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_WORD_CHARS)]
Yuan = Annotated[Decimal, Field(ge=0, le=MAX_YUAN, max_digits=20, decimal_places=2)]
Verdict = Literal["met", "not_met", "unknown"]
Fit = Literal["fits", "unknown", "not_met"]


class EnterpriseProfile(Wire):
    """`POST /v1/match`. What is left out is unknown, never assumed. Money is in 元."""

    region: RegionName = Field(description="注册地：名称或行政区划代码")
    types: list[ShortText] = Field(
        default=[],
        max_length=MAX_TYPES,
        description="企业或机构类型，如 高新技术企业、科技型中小企业、孵化器、创业投资机构",
    )
    honours: list[ShortText] = Field(
        default=[],
        max_length=MAX_HONOURS,
        description="已有的认定、平台和荣誉，如 省级重点实验室、国家级专精特新小巨人",
    )
    plans: list[ShortText] = Field(
        default=[], max_length=MAX_PLANS, description="打算做的事，如 首次申报高新技术企业、新设立创业投资机构"
    )
    employees: int | None = Field(default=None, ge=0, le=MAX_EMPLOYEES, description="职工人数")
    revenue: Yuan | None = Field(default=None, description="上年度营业收入（元）")
    rd_spending: Yuan | None = Field(default=None, description="上年度研发投入（元）")
    founded: date | None = Field(default=None, description="成立日期")
    figures: dict[ShortText, ShortText] = Field(
        default={},
        max_length=MAX_FIGURES,
        description='其他数字：名称与数值，如 {"免税技术交易额": "4000万元", "培育高新技术企业": "3家"}',
    )
    as_of: date | None = Field(default=None, description="以哪一天为准；默认今天")
    include_not_met: bool = Field(default=True, description="是否列出不符合的条款")
    limit: int = Field(default=50, ge=1, le=200, description="最多返回多少条")


class MatchCondition(Wire):
    """One condition of a clause, in its words, and whether the profile meets it."""

    verdict: Verdict
    reason: str = Field(description="依据画像中的哪一项作出判断，或缺少哪一项")
    stated: Stated


class MatchAmount(Wire):
    """What is given: ``text`` as printed, or computed from the profile's figures with the working in ``steps``."""

    text: str
    computed: bool
    steps: str = Field(description="算式；不是计算得出的为空")
    stated: Stated


class ClauseMatch(Wire):
    """One thing a clause gives and how the profile stands to it. ``fit`` is the worst verdict of its conditions."""

    fit: Fit
    reason: str = Field(description="一句话说明为什么符合、待定或不符合")
    document_id: str
    document_title: str
    doc_number: str | None
    doc_status: DocStatus
    clause_id: str
    clause_label: str
    clause_path: list[str]
    what: Stated
    conditions: list[MatchCondition]
    amounts: list[MatchAmount]
    departments: Stated | None
    notices: list[Notice]


class MatchResponse(Wire):
    """Fitting ones first, then those that hang on what the profile does not say, then those that do not fit."""

    snapshot: str
    region: str
    refusal: Refusal | None = Field(description="该地区未收录时的说明")
    matches: list[ClauseMatch]
    total: int = Field(description="截取前的条数")
    not_read: list[str] = Field(description="画像中没能对应到任何条款用语的类型、荣誉或计划")
