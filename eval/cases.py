"""Question files: one JSON object a line, each a question with what a right response to it must show.

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

import json
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from eval.errors import CaseFileError
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

    file: Value
    clause: str = ""
    """The clause's label as printed; may be empty where the clause has none."""
    quote: Value
    """Verbatim from the file."""
    group: str | None = None
    """Expected citations of one group are alternatives of each other (mode `all`)."""


class Expectation(CaseModel):
    """What a right response shows."""

    behaviour: Literal["answer", "refuse"]
    refusal_code: RefusalCode | None = None
    refusal_code_alt: Annotated[tuple[RefusalCode, ...], BeforeValidator(_one_or_many)] = ()
    must_contain: tuple[Annotated[tuple[Value, ...], Field(min_length=1)], ...] = ()
    must_not_contain: tuple[Value, ...] = ()
    citations: tuple[ExpectedCitation, ...] = ()
    citation_mode: CitationMode = "any"
    distractors: tuple[Value, ...] = ()

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

    id: Value
    question: Question
    category: Value
    history: tuple[Turn, ...] = ()
    expect: Expectation
    note: str = ""
    formula: str = ""
    """For computations: how the expected value comes about."""

    def request(self) -> AskRequest:
        """The request that puts this case to a service."""
        return AskRequest(question=self.question, history=list(self.history))


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read a question file, in file order; blank lines are passed over.

    Raises `CaseFileError` for a file that is missing, not UTF-8 or without cases, and for a line that is
    not JSON, not a case, or has the id of an earlier line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CaseFileError(path, 0, f"无法读取：{error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CaseFileError(path, 0, f"不是 UTF-8 编码（第 {error.start} 字节）") from error
    first_line: dict[str, int] = {}
    cases: list[Case] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        case = _parse(path, number, line)
        if case.id in first_line:
            raise CaseFileError(path, number, f"id {case.id!r} 与第 {first_line[case.id]} 行重复")
        first_line[case.id] = number
        cases.append(case)
    if not cases:
        raise CaseFileError(path, 0, "没有任何题目")
    return tuple(cases)


def _parse(path: Path, number: int, line: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise CaseFileError(path, number, f"不是合法的 JSON：{error.msg}（第 {error.colno} 列）") from error
    except ValidationError as error:
        problems = "；".join(f"{'.'.join(map(str, item['loc'])) or '整行'}: {item['msg']}" for item in error.errors())
        raise CaseFileError(path, number, problems) from error
