"""`policyqa ask` and the running service: the two questions the project promises an answer for."""

from __future__ import annotations

import httpx
import pytest

from server.contract import AskResponse
from tests.e2e.command import output_of, policyqa
from tests.library import Built, source_text
from tests.running_service import SAMPLE, service_output

RIZHAO = "rizhao-2025-innovation-ecosystem-draft.txt"
TITLE = "关于加快构建一流科技创新生态 培育发展新质生产力的若干政策(征求意见稿)"
ELSEWHERE = "青岛对创投机构奖励多少"


def clause_14() -> str:
    """The clause as the file has it: the line that begins with its number."""
    [line] = [line for line in source_text(RIZHAO).splitlines() if line.startswith("14. ")]
    return line


def shows_the_answer(printed: str) -> None:
    answer = next(line for line in printed.splitlines() if line.startswith("答："))
    assert "最高200万元" in answer
    for words in ("第14条 完善风险投资体系和机制", clause_14(), TITLE, "征求意见稿", "尚未生效"):
        assert words in printed


def test_the_answer_is_printed_with_its_clause_title_and_standing(built: Built) -> None:
    shows_the_answer(output_of(policyqa(built.home, "ask", SAMPLE)))


def test_another_city_is_refused_with_the_covered_ones(built: Built) -> None:
    printed = output_of(policyqa(built.home, "ask", ELSEWHERE))
    assert "未收录" in printed
    assert "青岛市" in printed
    for city in ("淄博市", "日照市", "临沂市", "聊城市"):
        assert city in printed
    for never in ("200万元", "第14条", "没有这项政策"):
        assert never not in printed


def test_json_is_the_contract_and_all_of_standard_output(built: Built) -> None:
    response = AskResponse.model_validate_json(output_of(policyqa(built.home, "ask", SAMPLE, "--json")))
    citation = response.citations[0]
    assert citation.text == clause_14()
    assert source_text(RIZHAO)[citation.start : citation.end] == citation.quote
    assert "最高200万元" in citation.quote
    assert response.notices[0].code == "draft"


def test_a_start_prints_an_answered_sample_first(pytestconfig: pytest.Config, service_url: str) -> None:
    assert httpx.get(f"{service_url}/healthz", trust_env=False).status_code == 200
    printed = service_output(pytestconfig)
    shows_the_answer(printed)
    assert printed.index("答：") < printed.index(service_url)


def test_the_running_service_refuses_another_city(service_url: str) -> None:
    posted = httpx.post(f"{service_url}/v1/ask", json={"question": ELSEWHERE}, trust_env=False, timeout=60)
    response = AskResponse.model_validate_json(posted.content)
    assert response.refusal is not None
    assert response.refusal.code == "region_not_covered"
    assert response.citations == []


def test_the_running_service_names_an_unknown_region_filter(service_url: str) -> None:
    body = {"question": "高企补多少", "filters": {"regions": ["火星"]}}
    posted = httpx.post(f"{service_url}/v1/ask", json=body, trust_env=False, timeout=60)
    assert posted.status_code == 422
    assert posted.headers["content-type"] == "application/problem+json"
    assert posted.json()["code"] == "unknown_region"
    assert "火星" in posted.json()["detail"]
