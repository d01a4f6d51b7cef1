"""A question with what a right response to it must show. As a line of a question file:

    {"id": "a1", "question": "首次认定高企补助多少", "history": [], "category": "amount", "note": "",
     "expect": {"behaviour": "answer",
                "must_contain": [["10万元", "10万"]], "must_not_contain": ["20万元"],
                "citations": [{"file": "city.txt", "clause": "1.高企", "quote": "给予10万元补助"}],
                "citation_mode": "any", "distractors": ["5万元"]}}

`must_contain` holds groups: of each group one alternative has to stand in the answer; of `must_not_contain`
none may. `distractors` are values of the same clause or place that must not come before the right one.
`citation_mode` is `any` (one expected citation is enough), `all` (each of them; those of one `group` are
alternatives) or `document` (naming the file is enough). A refusal is expected as ``{"behaviour": "refuse",
"refusal_code": …, "refusal_code_alt": […]}``, the alternates being codes a careful reader would also
accept. How all of this is judged: `eval.metrics`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from eval.metrics.text import normalise
from server.contract import AskRequest, Question, RefusalCode, Turn

Value = Annotated[str, StringConstraints(min_length=1)]


def _one_or_many(value: object) -> object:
    """A single alternate may be written without a list."""
    return (value,) if isinstance(value, str) else value


CitationMode = Literal["any", "all", "document"]


class CaseModel(BaseModel):
    """Base of everything in a question file: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectedCitation(CaseModel):
    """A place of the library that supports the answer."""

    model_config = ConfigDict(json_schema_extra={"description": "支持答案的一处原文"})

    file: Value = Field(description="来源文件名，与库中的 source_file 一致")
    clause: str = Field(default="", description="条款的编号或标题，按原文；没有的留空")
    quote: Value = Field(description="支持答案的原文，逐字")
    group: str | None = Field(default=None, description="citation_mode 为 all 时，同组的几处引其一即可")


class Expectation(CaseModel):
    """What a right response shows."""

    model_config = ConfigDict(json_schema_extra={"description": "对响应的预期"})

    behaviour: Literal["answer", "refuse"] = Field(description="应作答（answer）还是应拒答（refuse）")
    refusal_code: RefusalCode | None = Field(default=None, description="应给出的拒答原因；behaviour 为 refuse 时必填")
    refusal_code_alt: Annotated[tuple[RefusalCode, ...], BeforeValidator(_one_or_many)] = Field(
        default=(), description="同样可以接受的拒答原因，一个或一组"
    )
    must_contain: tuple[Annotated[tuple[Value, ...], Field(min_length=1)], ...] = Field(
        default=(), description="答案须有的值：每组给出一个值的几种写法，每组至少有一种出现"
    )
    must_not_contain: tuple[Value, ...] = Field(default=(), description="答案不得出现的值")
    citations: tuple[ExpectedCitation, ...] = Field(default=(), description="支持答案的原文位置")
    citation_mode: CitationMode = Field(
        default="any", description="any：引到一处即可；all：每处（每组）都要引到；document：引到该文件即可"
    )
    distractors: tuple[Value, ...] = Field(default=(), description="同一条款里容易混淆、不得先于正确值出现的值")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.behaviour == "refuse" and self.refusal_code is None:
            raise ValueError("behaviour 为 refuse 时必须给出 refusal_code")
        if self.behaviour == "answer" and (self.refusal_code or self.refusal_code_alt):
            raise ValueError("behaviour 为 answer 时不能给出 refusal_code 或 refusal_code_alt")
        groups = (*self.must_contain, self.must_not_contain, self.distractors)
        if blank := [value for group in groups for value in group if not normalise(value)]:
            raise ValueError(f"去掉空白和引号后为空的值：{blank[0]!r}")
        if self.distractors and not self.must_contain:
            raise ValueError("有 distractors 而没有 must_contain，无从比较先后")
        return self

    @property
    def accepted_codes(self) -> tuple[RefusalCode, ...]:
        """The refusal codes that count as right, the expected one first."""
        return (self.refusal_code, *self.refusal_code_alt) if self.refusal_code else ()


class Case(CaseModel):
    """A question and what is expected of the response."""

    model_config = ConfigDict(json_schema_extra={"description": "题目文件的一行：一道题和对响应的预期"})

    id: Value = Field(description="题号，一个文件内不重复")
    question: Question = Field(description="问题")
    category: Value = Field(description="类别，汇总按它分组；list 类计列举完整，amount 等短答案类限长")
    history: tuple[Turn, ...] = Field(default=(), max_length=50, description="此前的各轮对话，追问用")
    expect: Expectation = Field(description="正确的响应应当怎样")
    note: str = Field(default="", description="备注，不参与评分")
    formula: str = Field(default="", description="计算题：预期的值怎样得出，不参与评分")

    def request(self) -> AskRequest:
        """The request that puts this case to a service."""
        return AskRequest(question=self.question, history=list(self.history))
