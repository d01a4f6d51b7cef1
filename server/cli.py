"""`policyqa ask`, `search`, `serve` and `doctor`: the service from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
import uvicorn
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from server.app import create_app
from server.bootstrap import Settings, open_service, open_state
from server.contract import AskRequest, AskResponse, SearchRequestBody, SearchResponse
from server.errors import ServiceError
from server.problems import from_validation
from server.service import PolicyService
from server.warming import warming

_messages = Console(stderr=True, soft_wrap=True)
Request = TypeVar("Request", bound=BaseModel)


class _AskLine(AskRequest):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str


class _SearchLine(SearchRequestBody):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str


def register(app: typer.Typer, settings: Callable[[], Settings]) -> None:
    """Add the commands to the root command."""

    @app.command()
    def ask(
        question: Annotated[str | None, typer.Argument(help="问题", show_default=False)] = None,
        input_: Annotated[Path | None, typer.Option("--input", help="批量提问：每行一个带 id 的请求（JSONL）")] = None,
        output: Annotated[Path | None, typer.Option("--output", help="批量回答写到这里（JSONL）")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """提问：给出答案和原文条款；批量用 --input 与 --output。"""
        with reported():
            if input_ and output:
                _batch(input_, output, _AskLine, lambda: open_service(settings()), _answer_line)
                return
            if question is None or input_ or output:
                raise typer.BadParameter("给出一个问题，或同时给出 --input 和 --output")
            request = AskRequest(question=question)
            service = open_service(settings())
            response = service.ask(request)
            typer.echo(response.model_dump_json()) if as_json else print_answer(service, question, response)

    @app.command()
    def search(
        query: Annotated[str | None, typer.Argument(help="检索词", show_default=False)] = None,
        input_: Annotated[Path | None, typer.Option("--input", help="批量检索：每行一个带 id 的请求（JSONL）")] = None,
        output: Annotated[Path | None, typer.Option("--output", help="批量结果写到这里（JSONL）")] = None,
        index: Annotated[Path | None, typer.Option("--index", help="知识库文件夹，默认 POLICYQA_HOME")] = None,
        top_k: Annotated[int, typer.Option(help="最多返回几条", min=1, max=200)] = 10,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        """检索条款，不作答。"""
        with reported():
            chosen = settings()
            if index:
                chosen = chosen.model_copy(update={"home": index})
            if input_ and output:
                _batch(input_, output, _SearchLine, lambda: open_service(chosen), _hits_line)
                return
            if query is None or input_ or output:
                raise typer.BadParameter("给出检索词，或同时给出 --input 和 --output")
            request = SearchRequestBody(query=query, top_k=top_k)
            found = open_service(chosen).search(request)
            typer.echo(found.model_dump_json()) if as_json else _print_hits(found)

    @app.command()
    def serve(
        host: Annotated[str | None, typer.Option(help="监听地址，默认 127.0.0.1", show_default=False)] = None,
        port: Annotated[int | None, typer.Option(help="端口，默认 8000", min=0, max=65535, show_default=False)] = None,
        sample: Annotated[str | None, typer.Option(help="启动前先回答这个问题并打印", show_default=False)] = None,
    ) -> None:
        """启动服务：网页在 /，接口说明在 /docs。"""
        with reported():
            chosen = settings()
            where = (host or chosen.host, chosen.port if port is None else port)
            state = open_state(chosen, where[0])
            if sample:
                _print_sample(state.serving.whole, sample)
            typer.echo(f"服务地址 http://{where[0]}:{where[1]}/（接口说明 /docs，按 Ctrl+C 停止）")
            app = create_app(state)
            with state.working(), warming(state.serving):
                uvicorn.run(app, host=where[0], port=where[1], log_level="warning")

    @app.command()
    def doctor(as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
        """检查运行环境：模型、知识库、端口是否就绪。"""
        from server.doctor import examine

        findings = examine(settings())
        if as_json:
            typer.echo(json.dumps([f.__dict__ for f in findings], ensure_ascii=False))
        else:
            for finding in findings:
                _messages.print(f"{'正常' if finding.ok else '异常'}  {finding.what}：{finding.detail}", markup=False)
        if not all(f.ok for f in findings):
            raise typer.Exit(1)


@contextmanager
def reported() -> Iterator[None]:
    """Errors made on purpose become one line on standard error and exit code 2, never a traceback."""
    try:
        yield
    except ValidationError as error:
        _messages.print(f"错误：{_detail(error)}", style="red", markup=False)
        raise typer.Exit(2) from None
    except (ServiceError, OSError) as error:
        _messages.print(f"错误：{error}", style="red", markup=False)
        raise typer.Exit(2) from None


def _detail(error: ValidationError) -> str:
    """What is wrong with a request, in the words the HTTP interface uses too."""
    return from_validation([dict(fault) for fault in error.errors()]).detail


def _print_sample(service: PolicyService, question: str) -> None:
    print_answer(service, question, service.ask(AskRequest(question=question)))


def print_answer(service: PolicyService, question: str, response: AskResponse) -> None:
    """An answer for a person to read: what was asked, the answer, notices, and each clause verbatim."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"问：{question}", markup=False)
    console.print(f"答：{response.answer}", style="bold", markup=False)
    for notice in response.notices:
        console.print(f"注意：{notice.message}", style="yellow", markup=False)
    if response.refusal:
        console.print(f"已收录地区：{'、'.join(response.refusal.covered_regions)}", markup=False)
        for suggestion in response.refusal.suggestions:
            console.print(f"可以问：{suggestion}", markup=False)
    for citation in response.citations:
        number = f"（{citation.doc_number}）" if citation.doc_number else ""
        name = service.clause_name(citation.clause_id)
        console.print(f"\n[{citation.marker}] 《{citation.document_title.strip('《》')}》{number}", markup=False)
        console.print(f"    {name}", markup=False)
        console.print(f"    {citation.text}", markup=False)


def _print_hits(found: SearchResponse) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for number, hit in enumerate(found.hits, 1):
        console.print(f"{number}. {hit.score:.3f} {hit.document_title}｜{hit.clause_label}", markup=False)
        console.print(f"   {hit.text[:120]}", style="dim", markup=False)


def _answer_line(service: PolicyService, line: _AskLine) -> dict[str, object]:
    response = service.ask(AskRequest(**line.model_dump(exclude={"id"})))
    return {**response.model_dump(mode="json"), "id": line.id}


def _hits_line(service: PolicyService, line: _SearchLine) -> dict[str, object]:
    found = service.search(SearchRequestBody(**line.model_dump(exclude={"id"})))
    return {"id": line.id, "hits": [hit.model_dump(mode="json") for hit in found.hits]}


def _batch(
    source: Path,
    target: Path,
    kind: type[Request],
    open_: Callable[[], PolicyService],
    answer: Callable[[PolicyService, Request], dict[str, object]],
) -> None:
    """Every line answered, in order. All lines are checked before the first is answered.

    A line that is a request but cannot be carried out (an unknown region filter) gets its reason in the output
    instead of an answer, and the exit code says that there was one.
    """
    failed = 0
    requests = list(_requests(source, kind))
    service = open_()
    columns = (TextColumn("作答"), BarColumn(), MofNCompleteColumn())
    with (
        target.open("w", encoding="utf-8") as out,
        Progress(*columns, console=_messages, transient=True, disable=not _messages.is_terminal) as progress,
    ):
        for request in progress.track(requests):
            try:
                result = answer(service, request)
            except ServiceError as error:
                failed += 1
                result = {
                    "id": getattr(request, "id", None),
                    "error": {"code": error.code, "detail": str(error)},
                }
            out.write(json.dumps(result, ensure_ascii=False) + "\n")
            out.flush()
    if failed:
        _messages.print(f"错误：{failed} 行没有结果，原因见 {target} 各行的 error", style="red", markup=False)
        raise typer.Exit(2)


def _requests(source: Path, kind: type[Request]) -> Iterator[Request]:
    try:
        whole = source.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLine(f"{source} 不是 UTF-8 文本（第 {error.start + 1} 字节处）") from None
    # Only at line feeds: a JSON string may hold the other characters that str.splitlines cuts at.
    for number, text in enumerate(whole.split("\n"), 1):
        if not text.strip():
            continue
        try:
            yield kind.model_validate_json(text)
        except ValidationError as error:
            raise BadLine(f"{source}:{number}: {_detail(error)}") from None


class BadLine(ServiceError):
    """A line of a batch file is not a request."""

    code = "bad_line"
    status = 422
