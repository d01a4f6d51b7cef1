"""Makes the pictures in ``docs/screenshots``: ``python -m tests.ui.screenshots URL`` over a running service.

The service must hold the shipped documents and ask for no key. Every page is taken on a
desk and on a phone, light and dark.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.ui.conftest import CHROMIUM_ARGS
from tests.ui.recorded_runs import results_file
from tests.ui.test_page import QUESTION, WAIT_MS, ask

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def start(page: Page, url: str) -> None:
    """问答, before the first question."""
    page.goto(url)
    page.locator("#pq-examples .pq-chip").first.wait_for()


def answer(page: Page, url: str) -> None:
    """An answer."""
    start(page, url)
    ask(page, QUESTION)


def source(page: Page, url: str) -> None:
    """The source over it, at the quoted words."""
    answer(page, url)
    page.locator("#pq-current .pq-mark").first.click()
    page.get_by_role("button", name="打开原文").first.click()
    page.locator("dialog[open] mark").wait_for()


def slip(page: Page, url: str) -> None:
    """The clerk's slip over it."""
    answer(page, url)
    page.get_by_role("button", name="办事员便签").click()
    page.locator("dialog[open] .pq-spoken").wait_for()


def refusal(page: Page, url: str) -> None:
    """A refusal."""
    start(page, url)
    ask(page, "济南市首次认定高新技术企业补助多少？")


def compare(page: Page, url: str) -> None:
    """对比."""
    page.goto(f"{url}/compare")
    page.locator(".pq-ticks input").first.wait_for()
    page.get_by_label("比什么").fill("对新设立的创业投资机构给多少奖励")
    page.keyboard.press("Enter")
    page.locator(".pq-regions-table").wait_for()
    page.locator(".pq-result-head").evaluate("head => head.scrollIntoView({ block: 'start' })")


def card(page: Page, url: str) -> None:
    """政策卡片."""
    page.goto(f"{url}/card")
    page.locator("[data-card$='draft.2']").click()
    page.locator(".pq-policy").wait_for()


def match(page: Page, url: str) -> None:
    """企业匹配."""
    page.goto(f"{url}/match")
    page.get_by_label("注册地").fill("日照")
    page.get_by_label("创业投资机构").check()
    page.get_by_label("打算做的事").fill("新设立创业投资机构")
    page.get_by_label("打算做的事").press("Enter")
    page.locator(".pq-matches").wait_for()


def library(page: Page, url: str) -> None:
    """文库, with a document's clauses beside its source."""
    page.goto(f"{url}/library")
    page.locator(".pq-holding", has_text="淄博市人民政府").click()
    page.locator(".pq-bounds").wait_for()
    page.locator(".pq-node").nth(12).click()
    page.wait_for_timeout(900)
    page.locator("section.pq-chosen").evaluate("head => head.scrollIntoView({ block: 'start' })")


def evaluation(page: Page, url: str) -> None:
    """评测, with two runs."""
    page.goto(f"{url}/evaluation")
    with tempfile.TemporaryDirectory() as folder:
        now = results_file(Path(folder) / "now", {"a1": False, "a2": True, "d1": True})
        before = results_file(Path(folder) / "before", {"a1": True, "a2": False, "d1": True})
        page.locator("#pq-run input[type=file]").set_input_files(now)
        page.locator(".pq-accuracy").wait_for()
        page.locator("#pq-run-before input[type=file]").set_input_files(before)
        page.locator(".pq-run-changes").wait_for()


PICTURES: tuple[Callable[[Page, str], None], ...] = (
    start,
    answer,
    source,
    slip,
    refusal,
    compare,
    card,
    match,
    library,
    evaluation,
)


def main(url: str, names: list[str]) -> None:
    """Take the pictures of ``names``, or all."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM_ARGS, "--lang=zh-CN"]
        )
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                context = chromium.new_context(
                    viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=scheme
                )
                context.set_default_timeout(WAIT_MS)
                for take in PICTURES:
                    if names and take.__name__ not in names:
                        continue
                    page = context.new_page()
                    take(page, url)
                    page.mouse.move(0, 0)
                    page.wait_for_timeout(900)
                    page.screenshot(path=FOLDER / f"{size}-{scheme}-{take.__name__}.png")
                    page.evaluate("localStorage.clear()")
                    page.close()
                context.close()
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
