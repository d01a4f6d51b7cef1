"""What the command lets out and whom it lets in, as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.auth.identity import Role
from server.auth.keys import KeyStore
from server.records.database import open_database
from tests.library import Built
from tests.running_service import ROOT
from tests.server.library.own_service import running

pytestmark = pytest.mark.slow

QUESTION = "日照市对新设立的创业投资机构给多少奖励？"


def test_without_a_key_the_service_does_not_start_where_others_could_reach_it(built: Built, tmp_path: Path) -> None:
    home = shutil.copytree(built.home, tmp_path / "home")
    for command in (["serve"], ["mcp", "--http"]):
        done = subprocess.run(
            [sys.executable, "-m", "policyqa", *command, "--host", "0.0.0.0", "--port", "0"],
            cwd=ROOT,
            env=os.environ | {"POLICYQA_HOME": str(home)},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 2
        assert "监听 0.0.0.0 需要访问密钥" in done.stderr
        assert "policyqa keys create" in done.stderr
        assert done.stdout == ""


def test_what_the_process_prints_holds_neither_keys_nor_questions_nor_sessions(built: Built, tmp_path: Path) -> None:
    # The session's own service may have kept this very question where it runs.
    home = Path(shutil.copytree(built.home, tmp_path / "home", ignore=shutil.ignore_patterns("records*")))
    key = KeyStore(open_database(home)).create("前台", Role.EDITOR)
    wrong = key[:-4] + "AAAA"
    with running(home, POLICYQA_KEYS="always", POLICYQA_RATE_LIMIT="30/minute") as service:
        http = service.http
        for given in (key, wrong):
            headers = {"Authorization": f"Bearer {given}"}
            for body in ({"question": QUESTION}, {"question": QUESTION, "top_k": 0}, {"question": QUESTION * 500}):
                http.post("/v1/ask", json=body, headers=headers)
            http.post("/v1/ask", content=f'{{"question": "{QUESTION}'.encode(), headers=headers)
            http.post("/v1/feedback", json={"question": QUESTION}, headers={"X-API-Key": given})
            http.get("/v1/documents", params={"title": QUESTION}, headers=headers)
            http.get(f"/v1/documents/{given}", headers=headers)
            http.post("/login", data={"key": given})
        session = http.cookies["policyqa_session"]
        answers = [http.post("/v1/ask", json={"question": QUESTION}).status_code for _ in range(30)]
        assert answers[0] == 200
        assert answers[-1] == 429
    printed = service.log.read_text(encoding="utf-8")
    for secret in (key, wrong, key.split("_", 2)[2], session, QUESTION, QUESTION[:8]):
        assert secret not in printed
    kept = b"".join(path.read_bytes() for path in home.glob("records.sqlite3*"))
    assert key.split("_", 2)[2].encode() not in kept
    assert session.encode() not in kept
    assert QUESTION.encode() not in kept
