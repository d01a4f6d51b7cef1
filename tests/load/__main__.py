"""A load of mixed requests against a running service, from a process of its own.

``python -m tests.load --url http://127.0.0.1:8000 [--key KEY] [--requests 20000] [--clients 64]``. It ends by itself.
The mix is 40 % repeated questions, 20 % distinct ones, 25 % searches, 15 % lists of documents. First the same mix is
sent one at a time (``--alone`` requests); the last line is JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

QUESTIONS = (
    "日照市对新设立的创业投资机构给多少奖励？",
    "首次通过高新技术企业认定补助多少？",
    "聊城市技术合同成交额的目标是多少？",
    "科技特派员有什么政策？",
    "淄博市由哪个部门负责创新型城市建设？",
)
MOST_SECONDS = 3600


@dataclass
class Tally:
    """What came of the requests."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    took: float = 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the requests was answered."""
        ordered = sorted(self.seconds)
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    def summary(self) -> dict[str, Any]:
        """The figures, for printing."""
        return {
            "requests": len(self.seconds),
            "per_second": round(len(self.seconds) / self.took, 2),
            "p50_ms": self.percentile(0.5),
            "p99_ms": self.percentile(0.99),
            "statuses": dict(self.statuses),
        }


def request_of(number: int, offset: int) -> tuple[str, str, dict[str, Any] | None]:
    """The request with this number; ``offset`` makes the distinct questions of two runs distinct too."""
    turn = number % 20
    question = QUESTIONS[number % len(QUESTIONS)]
    if turn < 8:
        return "POST", "/v1/ask", {"question": question}
    if turn < 12:
        return "POST", "/v1/ask", {"question": f"{question}（第{offset + number}次咨询）"}
    if turn < 17:
        return "POST", "/v1/search", {"query": question, "top_k": 10}
    return "GET", "/v1/documents", None


async def run(client: httpx.AsyncClient, requests: int, clients: int, offset: int) -> Tally:
    """Send ``requests`` by so many clients, each waiting for its answer before its next."""
    tally = Tally()
    numbers = iter(range(requests))
    ends = time.monotonic() + MOST_SECONDS

    async def one_client() -> None:
        for number in numbers:
            if time.monotonic() > ends:
                return
            method, path, body = request_of(number, offset)
            began = time.perf_counter()
            try:
                status = str((await client.request(method, path, json=body)).status_code)
            except httpx.HTTPError as error:
                status = type(error).__name__
            tally.seconds.append(time.perf_counter() - began)
            tally.statuses[status] += 1

    began = time.perf_counter()
    await asyncio.gather(*(one_client() for _ in range(clients)))
    tally.took = time.perf_counter() - began
    return tally


async def main() -> int:
    """Run both loads and print their figures; 1 when a request failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--key")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--alone", type=int, default=400)
    options = parser.parse_args()
    if urlsplit(options.url).hostname not in {"127.0.0.1", "localhost", "::1"}:
        parser.error("only a service on this machine is loaded")
    headers = {"Authorization": f"Bearer {options.key}"} if options.key else {}
    limits = httpx.Limits(max_connections=options.clients)
    async with httpx.AsyncClient(
        base_url=options.url, headers=headers, limits=limits, timeout=120, trust_env=False
    ) as client:
        await run(client, 40, 1, 10_000_000)
        alone = await run(client, options.alone, 1, 20_000_000)
        together = await run(client, options.requests, options.clients, 0)
    bad = {status: count for status, count in together.statuses.items() if status != "200"}
    figures = {
        "alone": alone.summary(),
        "together": together.summary(),
        "throughput_ratio": round(together.summary()["per_second"] / alone.summary()["per_second"], 2),
        "p99_over_p50_alone": round(together.percentile(0.99) / alone.percentile(0.5), 2),
        "not_200": bad,
    }
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
