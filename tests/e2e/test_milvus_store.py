"""The same commands with ``POLICYQA_STORE=milvus``: the library is moved there and answers as before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from server.bootstrap import Settings, open_service
from server.contract import AskRequest
from server.errors import IndexUnavailable
from tests.e2e.command import error_of, output_of, policyqa
from tests.index.stores.milvus_server import milvus_server
from tests.library import Built

QUESTIONS = ("日照对创投机构奖励多少", "淄博技术合同成交额目标", "临沂和聊城对高企的补助有什么不同", "宇宙飞船怎么造")


@pytest.mark.slow
def test_moved_to_milvus_it_answers_the_same(built: Built, pytestconfig, tmp_path_factory, tmp_path: Path) -> None:
    server = milvus_server(pytestconfig, tmp_path_factory.mktemp("milvus"))
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    there = {"POLICYQA_STORE": "milvus", "POLICYQA_MILVUS__URI": server.uri, "POLICYQA_MILVUS__PREFIX": "e2e"}
    told = json.loads(output_of(policyqa(home, "index", "migrate", "--to", "milvus", "--json", **there)))
    assert told["moved"] is True
    assert told["chunks"] == len(built.service.holdings.library.chunks)
    # Whoever forgets the setting is told where the library has gone.
    assert "migrate --to faiss" in error_of(policyqa(home, "search", "高企"))
    verified = json.loads(output_of(policyqa(home, "index", "verify", "--json", **there)))
    assert (verified["ok"], verified["problems"]) == (True, [])
    assert verified["clauses"] == len(built.service.holdings.library.clauses)

    doctored = json.loads(policyqa(home, "doctor", "--json", **there).stdout)
    [engine] = [finding for finding in doctored if finding["what"] == "Milvus"]
    assert engine["ok"] is True
    assert f"全部 {told['chunks']} 段" in engine["detail"]
    settings = Settings(home=home, store="milvus", milvus={"uri": server.uri, "prefix": "e2e", "timeout_s": 20})
    service = open_service(settings)
    for question in QUESTIONS:
        answered, expected = (
            service.ask(AskRequest(question=question)),
            built.service.ask(AskRequest(question=question)),
        )
        assert answered.answer == expected.answer
        assert [c.clause_id for c in answered.citations] == [c.clause_id for c in expected.citations]
        for one, other in zip(answered.citations, expected.citations, strict=True):
            assert one.quote == other.quote
    service.check_search()
    server.kill()
    try:
        with pytest.raises(IndexUnavailable, match="检索引擎暂时不可用") as caught:
            service.ask(AskRequest(question=QUESTIONS[0]))
        assert str(server.port) not in str(caught.value)
        with pytest.raises(IndexUnavailable):
            service.check_search()
    finally:
        server.start()
