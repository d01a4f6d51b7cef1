"""Uploads, replacements and deletions at a real server process, as an editor sees them."""

from __future__ import annotations

import hashlib
import json
import sqlite3

import pytest

from tests.library import source_text
from tests.server.library.own_service import OwnService

pytestmark = pytest.mark.slow

RIZHAO = "rizhao-2025-innovation-ecosystem-draft"
MAOMING = source_text(f"{RIZHAO}.txt").replace("日照", "茂名").replace("山东", "广东").replace("200万元", "260万元")
QUESTION = "茂名市对新设立的创业投资机构给多少奖励？"


def test_an_uploaded_document_answers_with_its_clause_until_it_is_deleted(service: OwnService) -> None:
    before = service.documents()
    refused = service.ask(QUESTION)
    assert refused["refusal"]["code"] == "region_not_covered"

    accepted = service.upload("茂名政策.txt", MAOMING)
    assert accepted.headers["location"] == f"/v1/jobs/{accepted.json()['id']}"
    job = service.finished(accepted)
    [file] = job["files"]
    assert (job["status"], job["stage"], file["status"], file["bytes"]) == (
        "done",
        "done",
        "taken",
        len(MAOMING.encode()),
    )
    added = {i: d for i, d in service.documents().items() if i not in before}
    assert set(file["documents"]) == set(added)
    assert {d["region"] for d in added.values()} == {"茂名市"}
    assert {d["source_sha256"] for d in added.values()} == {hashlib.sha256(MAOMING.encode()).hexdigest()}

    answer = service.ask(QUESTION)
    assert answer["snapshot"] == job["snapshot"] != refused["snapshot"]
    assert "最高260万元" in answer["answer"]
    [citation] = answer["citations"]
    assert citation["source_file"] == "茂名政策.txt"
    assert MAOMING[citation["start"] : citation["end"]] == citation["quote"]

    for document_id in added:
        assert service.finished(service.http.delete(f"/v1/documents/{document_id}"))["status"] == "done"
    assert service.documents().keys() == before.keys()
    assert service.ask(QUESTION)["refusal"]["code"] == "region_not_covered"


def test_one_document_of_several_in_a_file_goes_alone(service: OwnService) -> None:
    ids = [i for i in service.documents() if i.startswith(RIZHAO)]
    assert len(ids) == 3
    job = service.finished(service.http.delete(f"/v1/documents/{ids[0]}"))
    assert job["notes"] == [f"文件“{RIZHAO}.txt”中的其他文件仍在库中"]
    assert [i for i in service.documents() if i.startswith(RIZHAO)] == ids[1:]
    assert service.http.get(f"/v1/documents/{ids[0]}/clauses").status_code == 404


def test_a_file_of_the_same_name_replaces_and_another_name_is_taken_beside(service: OwnService) -> None:
    name = "liaocheng-2023-strong-city-opinions"
    text = source_text(f"{name}.txt")
    before = service.documents()
    changed = text.replace("科技功臣", "科技英雄")
    assert changed != text
    service.finished(service.upload(f"{name}.txt", changed))
    after = service.documents()
    assert after.keys() == before.keys()
    assert after[name]["source_sha256"] == hashlib.sha256(changed.encode()).hexdigest()

    job = service.finished(service.upload(f"{name}.md", text))
    [beside] = job["files"][0]["documents"]
    assert beside.startswith(f"{name}~")
    assert len(service.documents()) == len(before) + 1


def test_a_replacement_by_id_keeps_the_id_under_another_file_name(service: OwnService) -> None:
    document_id = "zibo-2022-innovative-city-opinions"
    new = source_text(f"{document_id}.txt") + "\n"
    replaced = service.http.put(f"/v1/documents/{document_id}", files={"file": ("正式稿.txt", new.encode())})
    job = service.finished(replaced)
    assert job["files"][0]["documents"] == [document_id]
    assert service.documents()[document_id]["source_file"] == "正式稿.txt"
    taken = service.http.put(f"/v1/documents/{document_id}", files={"file": (f"{RIZHAO}.txt", new.encode())})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")


def test_several_files_come_in_together_and_the_unreadable_one_is_told(service: OwnService) -> None:
    good = "聊城市人民政府关于支持孵化器的若干措施\n一、对省级孵化器给予80万元补助。\n聊城市人民政府\n2024年12月1日\n"
    files = [("files", ("好.txt", good.encode())), ("files", ("坏.pdf", b"%PDF-1.7\nnothing of a PDF"))]
    before = len(service.documents())
    job = service.finished(service.http.post("/v1/documents", files=files))
    assert [(f["name"], f["status"]) for f in job["files"]] == [("好.txt", "taken"), ("坏.pdf", "rejected")]
    assert "坏.pdf" in job["files"][1]["reason"]
    assert len(service.documents()) == before + 1
    failed = service.finished(service.upload("坏.pdf", b"%PDF-1.7\nnothing of a PDF"))
    assert failed["status"] == "failed"
    assert "坏.pdf" in failed["reason"]
    assert len(service.documents()) == before + 1


def test_progress_is_told_in_order_and_ends(service: OwnService) -> None:
    job_id = service.upload("茂名政策.txt", MAOMING).json()["id"]
    with service.http.stream("GET", f"/v1/jobs/{job_id}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in stream.iter_lines() if line]
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    order = ["received", "parsing", "embedding", "switching", "done"]
    assert [order.index(name) for name in names] == sorted(order.index(name) for name in names)
    assert names[-1] == "done"
    assert [d["stage"] for d in data] == names
    embedded = [(d["done"], d["total"]) for d in data if d["total"]]
    assert embedded
    assert all(0 <= done <= total == embedded[0][1] for done, total in embedded)
    assert embedded[-1][0] == embedded[-1][1]


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("../../../etc/cron.d/x.txt", b"abc", 422, "bad_file_name"),
        ("长" * 200 + ".txt", b"abc", 422, "bad_file_name"),
        ("..", b"abc", 422, "bad_file_name"),
        ("倒\u202e置.txt", b"abc", 422, "bad_file_name"),
        ("程序.exe", b"MZ\x90", 422, "file_unusable"),
        ("空.txt", b" \n", 422, "file_unusable"),
        ("名不副实.pdf", b"\x89PNG\r\n\x1a\n", 422, "file_unusable"),
        ("大.txt", b"a" * (1024 * 1024 + 1), 413, "file_too_big"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_once(
    limited: OwnService, name: str, data: bytes, status: int, code: str
) -> None:
    before = sorted(path.relative_to(limited.home) for path in limited.home.parent.rglob("uploads/*"))
    refused = limited.upload(name, data)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.headers["content-type"] == "application/problem+json"
    assert sorted(path.relative_to(limited.home) for path in limited.home.parent.rglob("uploads/*")) == before


def test_names_that_systems_reserve_are_only_names(limited: OwnService) -> None:
    text = "聊城市人民政府关于支持孵化器的若干措施\n一、对省级孵化器给予80万元补助。\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    for name in ("CON.txt", "nul.txt", "a:b?c*.txt", "$(reboot).txt", ".hidden.txt"):
        job = limited.finished(limited.upload(name, text))
        [document_id] = job["files"][0]["documents"]
        assert limited.documents()[document_id]["source_file"] == name
    # The path of a browser of old: python-multipart takes its last part, as RFC 7578 wants it.
    job = limited.finished(limited.upload("C:\\Windows\\x.txt", text))
    assert job["files"][0]["name"] == "x.txt"
    assert [path.name for path in (limited.home / "uploads").iterdir()] == [f"{digest}.txt"]


def test_requests_without_a_proper_file_are_refused(limited: OwnService) -> None:
    assert limited.http.post("/v1/documents", json={"files": []}).status_code == 422
    assert limited.http.post("/v1/documents", files=[]).status_code == 422
    twice = [("files", ("甲.txt", b"abc")), ("files", ("甲.txt", b"def"))]
    assert limited.http.post("/v1/documents", files=twice).json()["code"] == "invalid_request"
    too_many = [("files", (f"{n}.txt", b"abc")) for n in range(4)]
    assert limited.http.post("/v1/documents", files=too_many).json()["code"] == "invalid_request"
    too_much = [("files", (f"{n}.txt", b"a" * 1024 * 1000)) for n in range(3)]
    assert limited.http.post("/v1/documents", files=too_much).status_code == 413
    unknown = limited.http.delete("/v1/documents/没有这份")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "document_not_found")
    assert limited.http.get("/v1/jobs/job-0/events").json()["code"] == "job_not_found"
    assert limited.http.post("/v1/snapshots/..%2F..%2Fetc/activate").status_code == 404


def test_every_change_leaves_an_audit_line(service: OwnService) -> None:
    document_id = "zibo-2022-innovative-city-opinions"
    job = service.finished(service.http.patch(f"/v1/documents/{document_id}", json={"doc_number": "淄政字〔2022〕7号"}))
    service.finished(service.http.delete(f"/v1/documents/{document_id}"))
    with sqlite3.connect(service.home / "records.sqlite3") as database:
        lines = database.execute("SELECT who, action, subject, detail FROM audit ORDER BY number").fetchall()
    assert lines[0] == ("local", "library.correct", document_id, job["id"])
    assert lines[1][:3] == ("local", "library.delete", document_id)
