"""Does the Redis that the settings name answer?"""

from __future__ import annotations

from pydantic import SecretStr

from server.doctor.finding import Finding, in_order, to_mend
from server.errors import ExtraMissing
from server.redis_link import RedisLink

_WHAT = "共享缓存"


def check_cache(url: SecretStr) -> Finding:
    """It answers a ping."""
    without = "不处理也能用：各进程用自己的缓存和计数"
    try:
        answers = RedisLink(url).answers()
    except ExtraMissing as error:
        return to_mend(_WHAT, str(error), "安装 policyqa[redis]，或去掉 POLICYQA_REDIS_URL")
    if not answers:
        return to_mend(_WHAT, "Redis 没有应答", f"核对 POLICYQA_REDIS_URL 和 Redis 是否在运行。{without}")
    return in_order(_WHAT, "Redis 可用")
