"""Requests no honest client sends: refused in words, or answered, and never a failure of the service."""

from __future__ import annotations

import httpx
import pytest

JSON_TYPE = {"content-type": "application/json"}
ASKED, SILENT, ASKED_ON = (
    '{"role": "user", "content": "奖励多少"}',
    '{"role": "assistant"}',
    '{"role": "user", "content": "谁管"}',
)
LONG_TALK = f"[{', '.join([ASKED, *[SILENT] * 300, ASKED_ON])}]"


def chat(messages: str) -> str:
    return '{"model": "policyqa", "messages": %s}' % messages  # noqa: UP031


def retrieval(setting: str = '{"top_k": 1}', knowledge: str = '"default"', more: str = "") -> str:
    return f'{{"knowledge_id": {knowledge}, "query": "奖励", "retrieval_setting": {setting}{more}}}'


def condition(value: str, how: str = "≥") -> str:
    one = f'{{"name": "adcode", "comparison_operator": "{how}", "value": {value}}}'
    return retrieval(more=f', "metadata_condition": {{"conditions": [{one}]}}')


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/chat/completions", chat(r'[{"role": "user", "content": "\ud800"}]'), 400),
        ("/v1/chat/completions", chat(r'[{"role": "user", "content": "日照\u0000奖励多少"}]'), 200),
        ("/v1/chat/completions", chat('[{"role": "user", "content": null}]'), 400),
        ("/v1/chat/completions", chat('[{"role": "user", "content": []}]'), 400),
        ("/v1/chat/completions", chat('[{"role": "judge", "content": "奖励"}]'), 400),
        ("/v1/chat/completions", chat("{}"), 400),
        ("/v1/chat/completions", "[]", 400),
        ("/v1/chat/completions", r'{"model": "\ud800", "messages": [{"role": "user", "content": "奖励"}]}', 400),
        ("/v1/chat/completions", chat(LONG_TALK), 200),
        ("/v1/chat/completions", chat('[{"role": "user", "content": [{"type": "text", "text": "\\udfff"}]}]'), 400),
        ("/v1/ask", r'{"question": "奖励", "filters": {"regions": ["\ud800"]}}', 422),
        ("/retrieval", retrieval('{"top_k": 1, "score_threshold": NaN}'), 400),
        ("/retrieval", retrieval('{"top_k": 1e400}'), 400),
        ("/retrieval", retrieval('{"top_k": "many"}'), 400),
        ("/retrieval", retrieval('{"top_k": 1, "score_threshold": null}'), 200),
        ("/retrieval", retrieval(knowledge=r'"\ud800"'), 400),
        ("/retrieval", retrieval(knowledge='"../../etc/passwd"'), 404),
        ("/retrieval", condition("Infinity"), 200),
        ("/retrieval", condition("NaN"), 200),
        ("/retrieval", condition("1" + "0" * 300), 200),
        ("/retrieval", condition('["1", "2"]'), 400),
        ("/retrieval", condition("{}", "is"), 400),
        ("/retrieval", condition('"x"', "resembles"), 400),
    ],
)  # fmt: skip
def test_an_odd_request_is_answered_or_refused(service_url: str, path: str, body: str, status: int) -> None:
    answer = httpx.post(f"{service_url}{path}", content=body.encode(), headers=JSON_TYPE, timeout=60, trust_env=False)
    assert answer.status_code == status, answer.text
    assert answer.json().keys() & ({"choices", "records"} if status == 200 else {"error", "error_code", "code"})


@pytest.mark.parametrize("name", ["%ED%A0%80", "a%2F..%2Fb", "%00", "policyqa/"])
def test_an_odd_model_name_is_not_found(service_url: str, name: str) -> None:
    answer = httpx.get(f"{service_url}/v1/models/{name}", timeout=60, trust_env=False)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "model_not_found"
