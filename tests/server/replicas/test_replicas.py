"""Two replicas of a service over one library, one PostgreSQL and one Redis, behind nginx; real processes throughout."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from server.auth.identity import INTERNAL, Role
from server.auth.keys import KeyStore
from server.records.audit import Audit
from server.records.database import FILE, open_database
from tests.library import Built, source_text
from tests.server.library.own_service import OwnService
from tests.server.replicas.nginx import before
from tests.server.replicas.postgres import Cluster, cluster
from tests.server.replicas.redis_server import RedisServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

QUESTIONS = (
    "日照市对新设立的创业投资机构给多少奖励？",
    "首次通过高新技术企业认定补助多少？",
    "聊城市技术合同成交额的目标是多少？",
    "淄博市由哪个部门负责创新型城市建设？",
)
CLIENTS, EACH = 8, 40
MAOMING = (
    source_text("rizhao-2025-innovation-ecosystem-draft.txt")
    .replace("日照", "茂名")
    .replace("山东", "广东")
    .replace("200万元", "260万元")
)
NEW_QUESTION = "茂名市对新设立的创业投资机构给多少奖励？"
RATE = 3000
_SECONDS = 60


@dataclass
class Place:
    """Both replicas, the way in before them, and the keys of an editor and of a reader."""

    first: OwnService
    second: OwnService
    url: str
    key: str
    reader: str
    home: Path
    records: Cluster
    redis: RedisServer
    database_url: SecretStr

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@pytest.fixture(scope="module")
def place(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    tmp_path = tmp_path_factory.mktemp("replicas")
    # Other tests may have kept records there.
    home = Path(shutil.copytree(built.home, tmp_path / "home", ignore=shutil.ignore_patterns(f"{FILE}*")))
    with ExitStack() as stack:
        records = stack.enter_context(cluster())
        redis = RedisServer(tmp_path)
        redis.start()
        stack.callback(redis.stop)
        url = records.new_database()
        engine = open_database(home, url)
        key = KeyStore(engine).create("编辑甲", Role.EDITOR, frozenset({INTERNAL}))
        reader = KeyStore(engine).create("前台", Role.READER)
        engine.dispose()
        environment = {
            "POLICYQA_DATABASE_URL": url.get_secret_value(),
            "POLICYQA_REDIS_URL": redis.url.get_secret_value(),
            "POLICYQA_KEYS": "always",
            "POLICYQA_RATE_LIMIT": f"{RATE}/minute",
        }
        replicas = [OwnService(home, **environment) for _ in range(2)]
        with ThreadPoolExecutor(2) as starting:
            for replica in replicas:
                stack.callback(replica.stop)
            list(starting.map(OwnService.start, replicas))
        way_in = stack.enter_context(before(tmp_path, [str(replica.http.base_url) for replica in replicas]))
        for replica in replicas:
            replica.http.headers["Authorization"] = f"Bearer {key}"
        yield Place(replicas[0], replicas[1], way_in, key, reader, home, records, redis, url)


def told(answer: dict[str, Any]) -> tuple[str, ...]:
    return answer["status"], answer["answer"], answer["snapshot"], answer["citations"][0]["clause_id"]


def soon(found: Callable[[], bool]) -> bool:
    """Whether it comes true within the time given."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if found():
            return True
        time.sleep(0.2)
    return False


def answered(replica: OwnService) -> int:
    """How many questions the replica says it has answered."""
    text = replica.http.get("/metrics").text
    lines = [line for line in text.splitlines() if line.startswith("policyqa_answers_total{")]
    return int(sum(float(line.rpartition(" ")[2]) for line in lines))


def test_what_one_replica_is_told_the_other_knows(place: Place) -> None:
    first, second = place.first, place.second
    assert second.ask(NEW_QUESTION)["refusal"]["code"] == "region_not_covered"
    job = first.upload("茂名政策.txt", MAOMING).json()
    done = second.job(job["id"])
    assert (done["status"], done["files"][0]["status"]) == ("done", "taken")
    for replica in (first, second):
        assert soon(lambda replica=replica: replica.http.get("/healthz").json()["snapshot"] == done["snapshot"])
        answer = replica.ask(NEW_QUESTION)
        assert answer["snapshot"] == done["snapshot"]
        assert "最高260万元" in answer["answer"]

    # The second of two equal questions is remembered, whichever replica had the first.
    assert "cache" not in first.ask("聊城高企首次认定给多少钱？")["timings_ms"]
    assert "cache" in second.ask("聊城高企首次认定给多少钱？")["timings_ms"]

    # A session opened here is good there, and over here once it was ended there.
    with httpx.Client(trust_env=False) as browser:
        browser.post(f"{first.http.base_url}/login", data={"key": place.key})
        assert browser.get(f"{second.http.base_url}/v1/me").json()["name"] == "编辑甲"
        token = browser.cookies["policyqa_session"]
        browser.post(f"{second.http.base_url}/logout")
        with httpx.Client(trust_env=False, cookies={"policyqa_session": token}) as old:
            assert soon(lambda: old.get(f"{first.http.base_url}/v1/me").status_code == 401)

    # What is hidden here is hidden there.
    path = f"/v1/documents/{done['files'][0]['documents'][0]}"
    reader = {"Authorization": f"Bearer {place.reader}"}
    assert second.http.get(path, headers=reader).status_code == 200
    assert first.http.put(f"{path}/visibility", json={"visibility": INTERNAL}).status_code == 200
    assert soon(lambda: second.http.get(path, headers=reader).status_code == 404)
    assert second.http.get(path).status_code == 200

    engine = open_database(place.home, place.database_url)
    lines = [(line.who, line.action) for line in Audit(engine).newest(9)]
    engine.dispose()
    assert ("编辑甲", "library.upload") in lines
    assert not (place.home / FILE).exists()


def test_what_is_away_degrades_and_comes_back(place: Place) -> None:
    first = place.first

    def ready() -> dict[str, Any]:
        found: dict[str, Any] = first.http.get("/readyz").json()
        return found

    assert ready() == {"status": "ready", "reasons": []}
    place.redis.stop()
    assert first.ask(QUESTIONS[0])["status"] == "answered"
    assert ready()["status"] == "degraded"
    assert "Redis" in ready()["reasons"][0]
    place.redis.start()
    assert soon(lambda: ready()["status"] == "ready")

    place.records.stop()
    time.sleep(1.5)  # longer than what was read is taken for fresh
    assert first.ask(QUESTIONS[1])["status"] == "answered"
    assert ready()["status"] == "degraded"
    assert "记录数据库" in ready()["reasons"][0]
    refused = first.upload("茂名政策.txt", MAOMING)
    assert (refused.status_code, refused.json()["code"]) == (503, "records_unavailable")
    given = {"answer_id": "ask-1", "question": "问", "rating": "up"}
    assert first.http.post("/v1/feedback", json=given).json()["code"] == "records_unavailable"
    unknown = first.http.get("/v1/documents", headers={"Authorization": "Bearer pq_9_" + "A" * 43})
    assert unknown.status_code == 401
    place.records.start()
    assert soon(lambda: ready()["status"] == "ready")
    assert first.http.post("/v1/feedback", json=given).status_code == 201
    assert first.finished(first.upload("茂名政策.txt", MAOMING))["status"] == "done"
    printed = first.log.read_text(encoding="utf-8")
    assert place.records.password not in printed
    assert place.key not in printed


def test_one_of_two_is_killed_under_load_and_no_request_fails_after_one_retry(place: Place) -> None:
    expected = {question: told(place.first.ask(question)) for question in QUESTIONS}
    assert {told(place.second.ask(question)) for question in QUESTIONS} == set(expected.values())
    begun = threading.Semaphore(0)
    shares = [answered(place.first), answered(place.second)]
    wrong: list[str] = []
    retried: list[str] = []

    def client(number: int) -> None:
        with httpx.Client(base_url=place.url, headers=place.headers, timeout=_SECONDS, trust_env=False) as http:
            for turn in range(EACH):
                begun.release()
                question = QUESTIONS[(number + turn) % len(QUESTIONS)]
                for attempt in range(2):
                    try:
                        # Each client's answers are its own to begin with: not all comes from memory.
                        response = http.post("/v1/ask", json={"question": question, "top_k": 8 + number})
                        fault = "" if response.is_success else f"{response.status_code} {response.text[:200]}"
                    except httpx.HTTPError as error:
                        fault = repr(error)
                    if not fault and told(response.json()) != expected[question]:
                        fault = f"another answer: {response.text[:200]}"
                    if not fault:
                        break
                    (wrong if attempt else retried).append(fault)

    started = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as clients:
        working = [clients.submit(client, number) for number in range(CLIENTS)]
        for _ in range(CLIENTS * EACH // 3):
            begun.acquire()
        assert answered(place.first) > shares[0], "the one that is killed has work"
        place.first.kill()
        for client_done in working:
            client_done.result()
    took = time.monotonic() - started
    print(f"{took:.1f} s, {CLIENTS * EACH} requests, {len(retried)} retried by a client: {retried[:3]}")
    assert wrong == []
    assert len(retried) <= CLIENTS
    assert answered(place.second) > shares[1] + CLIENTS * EACH // 3

    place.first.start()
    assert (
        told(place.first.http.post("/v1/ask", json={"question": QUESTIONS[0]}, headers=place.headers).json())
        == (expected[QUESTIONS[0]])
    )
