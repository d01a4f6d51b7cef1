"""`eval run` from the outside: a local service, and one over HTTP."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import CliRunner

from eval.cli import build_app
from eval.target import Target
from server.contract import AskRequest, SearchRequestBody, SearchResponse
from tests.eval.builders import SOURCE, answered, citation, hit, target

LINE = {
    "id": "a1",
    "question": "首次认定补助多少",
    "category": "amount",
    "expect": {
        "behaviour": "answer",
        "must_contain": [["10万元"]],
        "citations": [{"file": "a.txt", "clause": "1.高企培育", "quote": "给予10万元补助"}],
    },
}
RESPONSE = answered("给予10万元补助。[1]", citation())


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(LINE, ensure_ascii=False), encoding="utf-8")
    return path


def right() -> Target:
    return target(lambda _: RESPONSE, [hit()])


def broken() -> Target:
    def ask(_: AskRequest) -> NoReturn:
        raise RuntimeError("坏了")

    return target(ask)


def never() -> Target:
    raise AssertionError("the local service must not be opened")


def test_the_table_is_printed_and_the_files_are_written(questions: Path, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.txt").write_text(SOURCE, encoding="utf-8", newline="")
    arguments = [
        "run",
        "--questions",
        str(questions),
        "--sources",
        str(tmp_path / "src"),
        "--out",
        str(tmp_path / "o"),
    ]
    result = CliRunner().invoke(build_app(right), arguments, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert "测评结果" in result.output
    assert "没有发现问题。" in result.output
    summary = json.loads((tmp_path / "o" / "summary.json").read_text(encoding="utf-8"))
    assert summary["target"] == "本机"
    assert summary["questions"]["sha256"] == hashlib.sha256(questions.read_bytes()).hexdigest()
    assert summary["overall"]["checked_against_source"]["hits"] == 1
    assert len((tmp_path / "o" / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_json_is_all_of_standard_output(questions: Path) -> None:
    result = CliRunner().invoke(build_app(right), ["run", "--questions", str(questions), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["overall"]["figures"]["strict"]["hits"] == 1


def test_failed_requests_show_in_the_exit_code(questions: Path) -> None:
    result = CliRunner().invoke(build_app(broken), ["run", "--questions", str(questions)], env={"COLUMNS": "200"})
    assert result.exit_code == 1
    assert "RuntimeError: 坏了" in result.output


def test_bad_input_is_told_before_anything_is_asked(questions: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}", encoding="utf-8")
    for arguments, said in [
        (["--questions", str(bad)], "bad.jsonl:1:"),
        (["--questions", str(questions), "--sources", str(tmp_path / "none")], "没有这个文件夹"),
        (["--questions", str(questions), "--out", str(questions)], "q.jsonl"),
        (["--questions", str(questions), "--target", "loca"], "应为 local"),
    ]:
        result = CliRunner().invoke(build_app(never), ["run", *arguments])
        assert result.exit_code == 2
        assert said in "".join(result.stderr.split("\n"))


class PreparedAnswers(BaseHTTPRequestHandler):
    """Answers every question with `RESPONSE`."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/v1/ask":
            known = AskRequest.model_validate_json(sent).question == LINE["question"]
            body = RESPONSE.model_dump_json().encode()
        else:
            known = self.path == "/v1/search" and SearchRequestBody.model_validate_json(sent).query == LINE["question"]
            body = SearchResponse(snapshot="s1", hits=[hit()]).model_dump_json().encode()
        self.send_response(200 if known else 404)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep the test output quiet."""


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), PreparedAnswers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_running_service_is_measured_over_http(questions: Path, service: str) -> None:
    arguments = ["run", "--questions", str(questions), "--target", service, "--json"]
    result = CliRunner().invoke(build_app(never), arguments)
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    assert summary["target"] == service
    assert summary["overall"]["figures"]["clause_at_1"]["hits"] == 1
    assert summary["overall"]["figures"]["strict"]["hits"] == 1


def test_a_service_that_is_not_there_is_a_failed_request(questions: Path) -> None:
    arguments = ["run", "--questions", str(questions), "--target", "http://127.0.0.1:1", "--json"]
    result = CliRunner().invoke(build_app(never), arguments)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["overall"]["failed_requests"] == 2  # the question and its search
