"""How long the first answer takes from Enter to the screen: ``python -m tests.ui.test_first_answer URL`` prints it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.ui.conftest import CHROMIUM_ARGS
from tests.ui.test_page import WAIT_MS

ALLOWED_MS = 1000
# Two rounds of questions that nobody asked before: an answer that is remembered would tell nothing.
ROUNDS = (
    (
        "淄博高企首次认定补助多少",
        "聊城对院士工作站有什么支持",
        "临沂到2025年研发投入目标是多少",
        "科技特派员由谁管",
        "茌平区的企业建新型研发机构给多少钱",
        "莒县小巨人奖励",
        "淄博技术转移机构奖励标准",
        "聊城科小有什么优惠",
        "日照揭榜挂帅项目最高补助多少",
        "济南高企补多少",
    ),
    (
        "日照孵化器最高给多少支持",
        "聊城首次认定的高企奖补几万",
        "临沂2027年要有多少家高新技术企业",
        "淄博2022年要新增多少家新型研发机构",
        "日照的征求意见到哪天截止",
        "聊城的意见是哪一年发的文号是什么",
        "临沂省级重点实验室目标",
        "淄博院士工作站有补助吗",
        "日照人才绿色通道有哪些服务",
        "青岛创投奖励多少",
    ),
)
_ENTER = """(question) => new Promise((answered) => {
    const pressed = performance.now();
    const look = () => {
        const turn = document.querySelector("#pq-current .pq-turn");
        if (turn?.querySelector(".pq-question").textContent !== question) return;
        if (!turn.querySelector(".pq-answer, .pq-box")) return;
        seen.disconnect();
        requestAnimationFrame(() => answered(performance.now() - pressed));
    };
    const seen = new MutationObserver(look);
    seen.observe(document.body, { childList: true, subtree: true, characterData: true });
    document.querySelector("#pq-box textarea").dispatchEvent(
        new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
})"""


def milliseconds(page: Page, url: str, questions: Sequence[str]) -> list[float]:
    """From Enter to the first frame that shows the answer, or the refusal, of each question."""
    page.goto(url)
    page.locator("#pq-examples .pq-chip").first.wait_for(timeout=WAIT_MS)
    took = []
    for question in questions:
        page.locator("#pq-box textarea").fill(question)
        page.wait_for_timeout(300)
        took.append(float(page.evaluate(_ENTER, question)))
        page.locator("#pq-current .pq-turn:not(:has(.pq-pending, .pq-growing))").wait_for(timeout=WAIT_MS)
    return took


@pytest.mark.slow
def test_the_first_answer_is_on_screen_within_a_second_of_enter(browser: Browser, service_url: str) -> None:
    # The second round is for a machine that was busy with something else during the first.
    medians = []
    for questions in ROUNDS:
        page = browser.new_page(locale="zh-CN")
        medians.append(median(milliseconds(page, service_url, questions)))
        page.close()
        if medians[-1] <= ALLOWED_MS:
            return
    raise AssertionError(f"medians of {len(ROUNDS)} rounds: {medians} ms")


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS)
        for asked in ROUNDS:
            times = milliseconds(chromium.new_page(locale="zh-CN"), sys.argv[1], asked)
            print(f"p50 {median(times):.0f} ms, max {max(times):.0f} ms:", *(f"{one:.0f}" for one in times))
        chromium.close()
