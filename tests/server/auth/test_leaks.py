"""Over every operation of the description: who may not see a document learns neither its text, title nor file name."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.auth.identity import Role
from server.auth.keys import KeyStore
from server.bootstrap import open_state
from server.contract import AskResponse
from server.records.database import open_database
from server.settings import Settings
from tests.library import Built, source_text

pytestmark = pytest.mark.slow

FIRST_FILE = "rizhao-2025-innovation-ecosystem-draft.txt"
SECOND_FILE = "新印发的正式稿.txt"
QUESTION = "日照市对新设立的创业投资机构给多少奖励？"
SHOWN_DOCUMENT = "liaocheng-2023-strong-city-opinions"
Call = tuple[str, str, dict[str, Any]]


@dataclass
class Place:
    """A library in which one file, replaced once, is seen by the group 内部 alone."""

    http: TestClient
    keys: dict[str, str]
    secrets: list[str]
    hidden_ids: list[str]
    job: str
    snapshot: str
    version: str
    answer: dict[str, Any]
    clause: str

    def send(self, who: str, method: str, path: str, **arguments: Any) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self.keys[who]}"}
        response = self.http.request(method, path, headers=headers, follow_redirects=False, **arguments)
        return response.status_code, response.text + str(response.headers)


def finished(http: TestClient, headers: dict[str, str], job: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        now: dict[str, Any] = http.get(f"/v1/jobs/{job}", headers=headers).json()
        if now["status"] in ("done", "failed"):
            return now
        time.sleep(0.1)
    raise AssertionError("the job does not end")


@pytest.fixture(scope="module")
def place(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = Path(shutil.copytree(built.home, tmp_path_factory.mktemp("leaks") / "home"))
    store = KeyStore(open_database(home))
    keys = {
        "reader": store.create("reader", Role.READER),
        "outsider": store.create("outsider", Role.EDITOR, frozenset({"别的组"})),
        "insider": store.create("insider", Role.EDITOR, frozenset({"内部"})),
        "admin": store.create("admin", Role.ADMIN),
    }
    settings = Settings(home=home, keys="always", rate_limit="100000/minute", question_log_days=30)
    state = open_state(settings, "127.0.0.1")
    library = state.serving.whole.holdings.library
    hidden = [d for d in library.documents if d.source_file == FIRST_FILE]
    ids = {d.id for d in hidden}
    public = {c.text for c in library.clauses if c.document_id not in ids}
    texts = [c.text for c in library.clauses if c.document_id in ids and len(c.text) > 12 and c.text not in public]
    with state.working(), TestClient(create_app(state, with_ui=False)) as http:
        headers = {"Authorization": f"Bearer {keys['insider']}"}
        path = f"/v1/documents/{hidden[0].id}"
        assert http.put(f"{path}/visibility", json={"visibility": "内部"}, headers=headers).status_code == 200
        text = source_text(FIRST_FILE).replace("200万元", "271万元").encode()
        put = http.put(path, files={"file": (SECOND_FILE, text)}, headers=headers)
        job = finished(http, headers, put.json()["id"])
        assert job["status"] == "done", job
        versions = http.get(f"{path}/versions", headers=headers).json()["versions"]
        answer = http.post("/v1/ask", json={"question": QUESTION}, headers=headers).json()
        assert "271万元" in answer["answer"]
        said = {"answer_id": answer["id"], "question": QUESTION, "rating": "up", "answer": answer["answer"]}
        said |= {"comment": texts[0][:2000], "citations": [answer["citations"][0]["clause_id"]]}
        assert http.post("/v1/feedback", json=said, headers=headers).status_code == 201
        yield Place(
            http=http,
            keys=keys,
            secrets=[*texts, *(d.title.strip("《》") for d in hidden), FIRST_FILE, SECOND_FILE, "271万元"],
            hidden_ids=sorted(ids),
            job=put.json()["id"],
            snapshot=answer["snapshot"],
            version=versions[1]["version"],
            answer=answer,
            clause=answer["citations"][0]["clause_id"],
        )


def calls(place: Place) -> dict[tuple[str, str], list[Call]]:
    """For every operation what a curious person would try. No call holds what it must not learn."""
    tried: dict[tuple[str, str], list[Call]] = {}

    def add(method: str, template: str, *variants: dict[str, Any], **names: str) -> None:
        path = template.format(**names)
        tried.setdefault((method, template), []).extend((method.upper(), path, one) for one in variants or ({},))

    questions = (
        QUESTION,
        "创投机构奖励多少",
        "聊城和日照对创投机构的奖励有什么不同？",
        "有哪些文件？",
        "茶叶有什么补贴？",
    )
    for question in questions:
        add("post", "/v1/ask", {"json": {"question": question}}, {"json": {"question": question, "stream": True}})
        add("post", "/v1/search", {"json": {"query": question, "top_k": 100}})
        chat = {"model": "policyqa", "messages": [{"role": "user", "content": question}]}
        add("post", "/v1/chat/completions", {"json": chat}, {"json": chat | {"stream": True}})
        for knowledge in ("default", "日照市", place.hidden_ids[0]):
            limits = {"top_k": 20, "score_threshold": 0.0}
            body = {"knowledge_id": knowledge, "query": question, "retrieval_setting": limits}
            add("post", "/retrieval", {"json": body})
    for filters in ({"regions": ["日照"]}, {"status": ["draft"]}, {"documents": place.hidden_ids[:1]}):
        add("post", "/v1/ask", {"json": {"question": "创投机构奖励多少", "filters": filters}})
        add("post", "/v1/search", {"json": {"query": "奖励", "filters": filters}})
    follow = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "有。[1]"}]
    add("post", "/v1/ask", {"json": {"question": "由哪个部门负责？", "history": follow}})
    add("post", "/v1/compare", {"json": {"question": "创投机构奖励多少", "regions": ["聊城", "日照"]}})
    add("post", "/v1/match", {"json": {"region": "日照", "plans": ["新设立创业投资机构"]}})
    add("get", "/v1/hot-questions", {}, {"params": {"limit": 12}}, {"params": {"region": "日照", "limit": 12}})
    # The caller's own words come back: an answer that says nothing, with a citation of which only the id is known.
    cited = place.answer["citations"][0] | {"text": "", "quote": "", "document_title": "", "source_file": ""}
    empty = place.answer | {"answer": "", "citations": [cited], "follow_ups": [], "notices": []}
    add("post", "/v1/slip", {"json": {"question": QUESTION, "response": empty}})
    add("get", "/v1/documents", {}, {"params": {"region": "日照"}}, {"params": {"title": "创新生态"}})
    add("post", "/v1/documents", {"files": {"files": ("空.txt", b"")}})
    for document in place.hidden_ids:
        parts = ("", "/clauses", "/facts", "/card", "/source", "/source/text", "/versions", "/visibility")
        for part in parts:
            add("get", "/v1/documents/{document_id}" + part, document_id=document)
        against = (place.version, SHOWN_DOCUMENT, f"{document}@{place.version}")
        diffs = [{"params": {"against": one}} for one in against]
        add("get", "/v1/documents/{document_id}/diff", *diffs, document_id=document)
        elsewhere = [{"params": {"against": one}} for one in (document, f"{document}@{place.version}")]
        add("get", "/v1/documents/{document_id}/diff", *elsewhere, document_id=SHOWN_DOCUMENT)
        add(
            "put",
            "/v1/documents/{document_id}",
            {"files": {"file": ("x.txt", "一、甲。".encode())}},
            document_id=document,
        )
        add("patch", "/v1/documents/{document_id}", {"json": {"status": "in_force"}}, document_id=document)
        add("delete", "/v1/documents/{document_id}", document_id=document)
        seen = {"json": {"visibility": "别的组"}}
        add("put", "/v1/documents/{document_id}/visibility", seen, document_id=document)
    add("get", "/v1/clauses/{clause_id}", clause_id=place.clause)
    add("get", "/v1/jobs/{job_id}", job_id=place.job)
    add("get", "/v1/jobs/{job_id}/events", job_id=place.job)
    add("get", "/v1/snapshots")
    add("get", "/v1/me")
    add("post", "/v1/snapshots/{name}/activate", name=place.snapshot)
    add("get", "/v1/feedback", {}, {"params": {"rating": "up"}})
    add("post", "/v1/feedback", {"json": {"answer_id": place.answer["id"], "question": "问", "rating": "down"}})
    add("get", "/v1/models")
    add("get", "/v1/models/{model}", model="policyqa")
    for path in ("/healthz", "/readyz", "/metrics"):
        add("get", path)
    return tried


def told(place: Place, who: str) -> dict[str, list[str]]:
    """By operation, which of the secrets it told."""
    leaks: dict[str, list[str]] = {}
    for (method, template), variants in calls(place).items():
        for verb, path, arguments in variants:
            status, body = place.send(who, verb, path, **arguments)
            assert status < 500, (verb, path, body)
            found = [secret for secret in place.secrets if secret in body]
            if found:
                leaks.setdefault(f"{method} {template}", []).extend(found)
    return leaks


def test_every_operation_of_the_description_is_tried(place: Place) -> None:
    headers = {"Authorization": f"Bearer {place.keys['reader']}"}
    paths = place.http.get("/openapi.json", headers=headers).json()["paths"]
    described = {(method, path) for path, item in paths.items() for method in item}
    assert set(calls(place)) == described


@pytest.mark.parametrize("who", ["reader", "outsider"])
def test_who_may_not_see_a_document_learns_nothing_of_it_anywhere(place: Place, who: str) -> None:
    assert told(place, who) == {}


def test_the_same_calls_tell_those_who_may_see_it(place: Place) -> None:
    reading = {key: value for key, value in calls(place).items() if key[0] == "get"}
    telling = {
        template
        for (_, template), variants in reading.items()
        for verb, path, arguments in variants
        if any(secret in place.send("admin", verb, path, **arguments)[1] for secret in place.secrets)
    }
    below = {f"/v1/documents/{{document_id}}{part}" for part in ("", "/clauses", "/facts", "/card", "/source")}
    below |= {f"/v1/documents/{{document_id}}{part}" for part in ("/source/text", "/versions", "/diff", "/visibility")}
    others = {"/v1/documents", "/v1/clauses/{clause_id}", "/v1/jobs/{job_id}", "/v1/jobs/{job_id}/events"}
    assert telling >= below | others | {"/v1/feedback"}
    slip = {"json": {"question": QUESTION, "response": place.answer}}
    assert "271万元" in place.send("insider", "POST", "/v1/slip", **slip)[1]
    assert AskResponse.model_validate(place.answer).status == "answered"


def test_a_hidden_file_is_not_anybodys_to_replace_by_its_name(place: Place) -> None:
    for name in (FIRST_FILE, SECOND_FILE):
        status, body = place.send("outsider", "POST", "/v1/documents", files={"files": (name, "一、甲。".encode())})
        assert (status, '"name_taken"' in body) == (409, True)
        replacing = {"files": {"file": (name, "一、甲。".encode())}}
        status, _ = place.send("outsider", "PUT", f"/v1/documents/{SHOWN_DOCUMENT}", **replacing)
        assert status == 409
    assert "271万元" in place.send("insider", "POST", "/v1/ask", json={"question": QUESTION})[1]


def test_the_size_told_is_that_of_what_the_caller_sees(place: Place) -> None:
    def size(who: str) -> float:
        text = place.send(who, "GET", "/metrics")[1]
        return float(text.split('policyqa_index_size{kind="documents"} ')[1].split("\n")[0])

    listed = {who: place.http.get("/v1/documents", headers={"X-API-Key": key}) for who, key in place.keys.items()}
    assert size("reader") == listed["reader"].json()["total"] < size("admin") == listed["admin"].json()["total"]


def test_below_a_document_only_the_described_methods_change_anything(place: Place) -> None:
    for part in ("clauses", "source/text", "versions", "diff"):
        headers = {"X-API-Key": place.keys["admin"]}
        for method in ("PUT", "DELETE", "PATCH"):
            answer = place.http.request(method, f"/v1/documents/{SHOWN_DOCUMENT}/{part}", headers=headers)
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
