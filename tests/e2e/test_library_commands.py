"""Making, checking and rolling back a library from the command line."""

from __future__ import annotations

import json
import socket
from pathlib import Path

from tests.e2e.command import error_of, output_of, policyqa
from tests.library import CORPUS, Built, source_text

TEXT = (
    "聊城市人民政府关于支持孵化器的若干措施\n聊政字〔2024〕9号\n"
    "一、支持孵化器。对新备案的省级科技企业孵化器，给予80万元补助。\n聊城市人民政府\n2024年12月1日\n"
)


def test_a_library_is_built_checked_rebuilt_and_rolled_back(tmp_path: Path) -> None:
    corpus, home = tmp_path / "corpus", tmp_path / "home"
    corpus.mkdir()
    (corpus / "measures.txt").write_text(TEXT, encoding="utf-8")
    (corpus / "broken.txt").write_bytes(bytes(range(256)) * 40)

    result = policyqa(home, "index", "build", "--corpus", corpus, "--json")
    built = json.loads(output_of(result))
    assert built["documents"] == 1
    [[name, reason]] = built["failures"]
    assert name == "broken.txt"
    assert "解码" in reason
    assert any("broken.txt" in line and reason in line for line in result.stderr.splitlines())

    (corpus / "measures.txt").write_text(TEXT.replace("80万元", "90万元"), encoding="utf-8")
    (corpus / "broken.txt").unlink()
    rebuilt = json.loads(output_of(policyqa(home, "index", "build", "--corpus", corpus, "--json")))
    assert rebuilt["failures"] == []

    def status() -> dict[str, object]:
        return json.loads(output_of(policyqa(home, "index", "status", "--json")))

    assert status()["current"] == rebuilt["snapshot"]
    assert status()["snapshots"] == [built["snapshot"], rebuilt["snapshot"]]
    assert built["snapshot"] in output_of(policyqa(home, "index", "rollback", built["snapshot"]))
    assert status()["current"] == built["snapshot"]
    verified = json.loads(output_of(policyqa(home, "index", "verify", "--json")))
    assert (verified["snapshot"], verified["ok"], verified["problems"]) == (built["snapshot"], True, [])
    assert verified["clauses"] == built["clauses"]
    assert verified["embedded"] == verified["chunks"] > 0
    answer = json.loads(output_of(policyqa(home, "ask", "聊城省级孵化器备案补助多少", "--json")))
    assert answer["snapshot"] == built["snapshot"]
    assert "80万元" in answer["answer"]


def test_no_rollback_to_a_snapshot_that_is_not_there(built: Built) -> None:
    result = policyqa(built.home, "index", "rollback", "20200101T000000-abcdef")
    assert result.returncode != 0
    assert "20200101T000000-abcdef" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert built.service.snapshot in output_of(policyqa(built.home, "index", "status"))


def test_an_export_has_every_clause_where_it_stands_in_its_source(tmp_path: Path) -> None:
    target = tmp_path / "clauses.jsonl"
    summary = json.loads(output_of(policyqa(tmp_path, "ingest", CORPUS, "--export", target, "--json")))
    records = [json.loads(line) for line in target.read_bytes().decode("utf-8").splitlines()]
    assert len(records) == summary["clauses"]
    assert summary["failures"] == []
    assert {record["source_file"] for record in records} == {path.name for path in CORPUS.glob("*.txt")}
    for record in records:
        assert source_text(record["source_file"])[record["start"] : record["end"]] == record["text"]
    [clause] = [r for r in records if r["heading"] == "完善风险投资体系和机制"]
    assert (clause["label"], clause["region"], clause["status"]) == ("14.", "日照市", "draft")
    assert clause["path"][0] == "二、重点任务"


def test_an_export_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    target = tmp_path / "no such folder" / "clauses.jsonl"
    assert "no such folder" in error_of(policyqa(tmp_path, "ingest", CORPUS, "--export", target))


def test_the_doctor_tells_what_is_in_order_and_how_to_mend_what_is_not(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        result = policyqa(tmp_path / "nothing", "doctor", "--json", POLICYQA_PORT=str(port))
    assert result.returncode == 1
    findings = {finding["what"]: finding for finding in json.loads(result.stdout)}
    assert [what for what, finding in findings.items() if not finding["ok"]] == ["知识库", "端口"]
    assert "policyqa index build" in findings["知识库"]["detail"]
    assert str(port) in findings["端口"]["detail"]
