"""Does the configured language model answer?"""

from __future__ import annotations

import importlib.util

import httpx

from server.doctor.finding import Finding, in_order, to_mend
from server.llm import LlmSettings

_WHAT = "大模型"
_LONGEST_WAIT = 10.0
_WITHOUT = "不处理也能用：没有大模型时照样摘取原文作答"


def check_llm(settings: LlmSettings) -> Finding:
    """The endpoint's list of models (``GET /models`` of the OpenAI interface) is there and names the model."""
    if importlib.util.find_spec("openai") is None:
        return to_mend(_WHAT, "没有安装大模型组件", f"安装 policyqa[llm]。{_WITHOUT}")
    base = str(settings.base_url).rstrip("/")
    try:
        answer = httpx.get(
            f"{base}/models",
            headers={"Authorization": f"Bearer {settings.api_key.get_secret_value()}"},
            timeout=min(settings.timeout_s, _LONGEST_WAIT),
            trust_env=False,  # as the service: straight to the address, past any proxy
        )
    except httpx.HTTPError as error:
        return to_mend(
            _WHAT, f"{base} 连不上（{type(error).__name__}）", f"核对 POLICYQA_LLM__BASE_URL 和网络、防火墙。{_WITHOUT}"
        )
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return to_mend(_WHAT, f"{base} 不接受密钥（{answer.status_code}）", f"核对 POLICYQA_LLM__API_KEY。{_WITHOUT}")
    names = _names(answer)
    if names is None:
        return to_mend(
            _WHAT,
            f"{base}/models 的应答不是模型列表（{answer.status_code}）",
            f"POLICYQA_LLM__BASE_URL 一般以 /v1 结尾，须是兼容 OpenAI 的接口。{_WITHOUT}",
        )
    if settings.model not in names:
        offered = "、".join(sorted(names)) or "无"
        return to_mend(
            _WHAT, f"{base} 没有模型 {settings.model}", f"POLICYQA_LLM__MODEL 改为其中之一：{offered}。{_WITHOUT}"
        )
    return in_order(_WHAT, f"{base} 提供 {settings.model}")


def _names(answer: httpx.Response) -> set[str] | None:
    try:
        listed = answer.json()["data"]
        return {str(model["id"]) for model in listed}
    except (ValueError, KeyError, TypeError):
        return None
