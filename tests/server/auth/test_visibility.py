"""A hidden document leaves no trace behind any door; the library is small, the application and its doors are real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.answer_desk import AnswerDesk
from server.app import create_app
from server.auth.identity import Role
from server.auth.keyring import KeyRing
from server.auth.keys import KeyStore
from server.auth.limits import RateLimit
from server.auth.sessions import Sessions
from server.calls import ServiceCalls
from server.operations import Operations
from server.records.audit import Audit
from server.records.database import open_database
from server.records.visibility import Visibility
from server.serving import Serving
from server.state import ServerState
from server.telemetry.metrics import Metrics
from tests.library import Built

pytestmark = pytest.mark.slow

HIDDEN_FILE = "rizhao-2025-innovation-ecosystem-draft.txt"
QUESTION = "日照市对新设立的创业投资机构给多少奖励？"


class Door:
    """The application with keys, and a key for each of its people."""

    def __init__(self, built: Built, home: Path, rate: str = "10000/minute") -> None:
        engine = open_database(home)
        store = KeyStore(engine)
        self.keys = {
            "reader": store.create("reader", Role.READER),
            "insider": store.create("insider", Role.READER, frozenset({"internal"})),
            "editor": store.create("editor", Role.EDITOR, frozenset({"internal"})),
            "admin": store.create("admin", Role.ADMIN),
        }
        metrics = Metrics()
        self.visibility = Visibility(engine)
        self.audit = Audit(engine)
        desk = AnswerDesk(metrics, capacity=64)
        operations = Operations(
            metrics=metrics,
            desk=desk,
            keys=KeyRing(store, Sessions(engine)),
            rate=RateLimit(rate),
            visibility=self.visibility,
            audit=self.audit,
        )
        self.state = ServerState(Serving(built.service, self.visibility, desk), ServiceCalls(), operations)
        self.http = TestClient(create_app(self.state, with_ui=False))

    def as_(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys[who]}"}


@pytest.fixture
def door(built: Built, tmp_path: Path) -> Iterator[Door]:
    door = Door(built, tmp_path)
    with door.http:
        yield door


def everything_shown(door: Door, who: str) -> str:
    """The bodies of answers of every door that shows documents."""
    http, headers = door.http, door.as_(who)
    held = {d.id for d in door.state.serving.whole.holdings.library.documents}
    chat = {"model": "policyqa", "messages": [{"role": "user", "content": QUESTION}]}
    bodies = [
        http.get("/v1/documents", headers=headers).text,
        http.get("/healthz", headers=headers).text,
        http.get("/readyz").text,
        http.post("/v1/chat/completions", json=chat, headers=headers).text,
        http.post("/v1/chat/completions", json=chat | {"stream": True}, headers=headers).text,
    ]
    for question in (
        QUESTION,
        "创投机构奖励多少",
        "聊城和日照对创投机构的奖励有什么不同？",
        "有哪些文件？",
        "茶叶有什么补贴？",
    ):
        bodies.append(http.post("/v1/ask", json={"question": question}, headers=headers).text)
        bodies.append(http.post("/v1/ask", json={"question": question, "stream": True}, headers=headers).text)
        bodies.append(http.post("/v1/search", json={"query": question, "top_k": 50}, headers=headers).text)
        for knowledge in ("default", "聊城市"):
            retrieval = {"knowledge_id": knowledge, "query": question, "retrieval_setting": {"top_k": 20}}
            retrieval["retrieval_setting"] = {"top_k": 20, "score_threshold": 0.0}
            bodies.append(http.post("/retrieval", json=retrieval, headers=headers).text)
    for document_id in held:
        bodies += [
            http.get(f"/v1/documents/{document_id}/{part}", headers=headers).text for part in ("clauses", "facts")
        ]
    return "\n".join(bodies)


def test_nothing_of_a_hidden_document_is_told_and_all_of_it_to_those_who_may_see_it(door: Door) -> None:
    library = door.state.serving.whole.holdings.library
    hidden = [d for d in library.documents if d.source_file == HIDDEN_FILE]
    shown_too = {c.text for c in library.clauses if c.document_id not in {d.id for d in hidden}}
    secret = [c.text for c in library.clauses if c.document_id in {d.id for d in hidden} and len(c.text) > 12]
    secret = [text for text in secret if text not in shown_too]
    assert len(hidden) == 3
    assert len(secret) > 20
    changed = door.http.put(
        f"/v1/documents/{hidden[0].id}/visibility", json={"visibility": "internal"}, headers=door.as_("editor")
    )
    assert changed.json() == {"source_file": HIDDEN_FILE, "visibility": "internal"}

    told = everything_shown(door, "reader")
    assert [d.title for d in hidden if d.title.strip("《》") in told] == []
    assert hidden[0].source_file not in told
    assert [text for text in secret if text in told] == []
    refused = door.http.post("/v1/ask", json={"question": QUESTION}, headers=door.as_("reader")).json()
    assert refused["refusal"]["code"] == "region_not_covered"
    assert "日照市" not in refused["refusal"]["covered_regions"]
    for part in ("clauses", "facts", "visibility"):
        missing = door.http.get(f"/v1/documents/{hidden[0].id}/{part}", headers=door.as_("reader"))
        assert missing.status_code == (403 if part == "visibility" else 404)
    assert (
        door.http.post(
            "/v1/ask", json={"question": "奖励", "filters": {"documents": [hidden[0].id]}}, headers=door.as_("reader")
        ).status_code
        == 404
    )

    for who in ("insider", "editor", "admin"):
        answer = door.http.post("/v1/ask", json={"question": QUESTION}, headers=door.as_(who)).json()
        assert "200万元" in answer["answer"]
    (line,) = door.audit.newest(1)
    assert (line.who, line.action, line.subject, line.detail) == ("editor", "visibility", HIDDEN_FILE, "internal")


def test_without_a_key_nothing_is_told_and_each_door_says_so_in_its_own_words(door: Door) -> None:
    problem = door.http.post("/v1/ask", json={"question": QUESTION})
    assert (problem.status_code, problem.json()["code"]) == (401, "not_signed_in")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.headers["www-authenticate"] == "Bearer"
    chat = door.http.post("/v1/chat/completions", json={})
    assert (chat.status_code, chat.json()["error"]["type"]) == (401, "authentication_error")
    dify = door.http.post("/retrieval", json={})
    assert (dify.status_code, dify.json()["error_code"]) == (401, 1002)
    for path in ("/metrics", "/docs", "/openapi.json", "/v1/documents", "/"):
        assert door.http.get(path).status_code == 401
    assert door.http.get("/healthz").status_code == 200
    assert door.http.get("/v1/documents", headers={"X-API-Key": door.keys["reader"]}).status_code == 200
    assert door.http.get("/v1/documents", headers={"X-API-Key": door.keys["reader"] + "x"}).status_code == 401


def test_a_browser_is_shown_the_form_and_goes_in_with_a_session_its_scripts_cannot_read(door: Door) -> None:
    http = door.http
    sent_away = http.get("/", headers={"accept": "text/html"}, follow_redirects=False)
    assert (sent_away.status_code, sent_away.headers["location"]) == (303, "/login")
    assert http.post("/login", data={"key": "pq_1_wrong"}, follow_redirects=False).status_code == 401
    entered = http.post("/login", data={"key": door.keys["insider"]}, follow_redirects=False)
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert door.keys["insider"] not in cookie
    assert http.get("/v1/documents").status_code == 200
    http.post("/logout", follow_redirects=False)
    assert http.get("/v1/documents").status_code == 401


def test_a_reader_changes_nothing_and_an_editor_hides_nothing_from_himself(door: Door) -> None:
    document_id = door.state.serving.whole.holdings.library.documents[0].id
    path = f"/v1/documents/{document_id}/visibility"
    for who, group, status in (("reader", "internal", 403), ("editor", "别人", 403), ("admin", "别人", 200)):
        response = door.http.put(path, json={"visibility": group}, headers=door.as_(who))
        assert response.status_code == status, response.text


def test_another_sites_page_changes_nothing(door: Door) -> None:
    headers = door.as_("admin")
    foreign = door.http.post("/v1/ask", json={"question": "问"}, headers=headers | {"Origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_allowed")
    own = door.http.post("/v1/ask", json={"question": "问"}, headers=headers | {"Origin": "http://testserver"})
    assert own.status_code == 200
    assert "access-control-allow-origin" not in own.headers


def test_who_asks_too_often_is_told_when_to_come_again(built: Built, tmp_path: Path) -> None:
    door = Door(built, tmp_path, rate="3/minute")
    statuses = [door.http.get("/v1/models", headers=door.as_("reader")).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    late = door.http.get("/v1/documents", headers=door.as_("reader"))
    assert late.json()["code"] == "too_many_requests"
    assert 1 <= int(late.headers["retry-after"]) <= 60
    assert door.http.get("/v1/models", headers=door.as_("admin")).status_code == 200


def test_a_repeated_question_is_answered_from_memory_but_never_from_anothers_view(door: Door) -> None:
    def asked(who: str) -> dict[str, object]:
        return dict(door.http.post("/v1/ask", json={"question": QUESTION}, headers=door.as_(who)).json())

    first, second = asked("insider"), asked("insider")
    assert "cache" not in first["timings_ms"] and "cache" in second["timings_ms"]
    assert first["id"] != second["id"]
    for name in ("id", "timings_ms"):
        first.pop(name), second.pop(name)
    assert first == second
    door.visibility.put(HIDDEN_FILE, "internal")
    assert asked("reader")["status"] == "refused"
    assert asked("insider")["status"] == "answered"
    text = door.http.get("/metrics", headers=door.as_("reader")).text
    assert 'policyqa_answer_cache_total{result="hit"}' in text
    assert 'policyqa_refusals_total{code="region_not_covered"} 1.0' in text
    assert 'policyqa_requests_total{method="POST",route="/v1/ask",status="200"} 4.0' in text
    assert "创业投资" not in text


def test_readiness_names_what_is_amiss_without_naming_files(door: Door) -> None:
    assert door.http.get("/readyz").json() == {"status": "ready", "reasons": []}
