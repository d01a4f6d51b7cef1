"""文库 and 评测 in a real browser: what an editor changes is there at once, and every text stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import running_service
from tests.e2e.command import output_of, policyqa
from tests.ui.conftest import HOSTILE_DOCUMENT, HOSTILE_FILE, Watched
from tests.ui.recorded_runs import HOSTILE_QUESTION, results_file
from tests.ui.test_page import WAIT_MS, assert_clean
from tests.ui.test_workbench import serious

NAME = "临政字〔2024〕1号《关于支持创新的意见》.txt"


@pytest.fixture
def own_url(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A service over a library of one document that the tests may change."""
    folder = tmp_path_factory.mktemp("changed")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / NAME).write_text(HOSTILE_DOCUMENT, encoding="utf-8")
    output_of(policyqa(folder / "home", "index", "build", "--corpus", corpus))
    return running_service.started(pytestconfig, folder / "home", folder / "serve.log", "serve")


def hand_in(page: Page, name: str, text: str) -> None:
    """Upload a file and wait until it has taken effect."""
    page.get_by_role("button", name="上传文件").click()
    page.locator("#pq-files input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
    expect(page.locator("#pq-files li")).to_have_text(f"{name}移除", timeout=WAIT_MS)
    page.locator("#pq-upload-send").click()
    finished(page)
    expect(page.locator("#pq-files li")).to_have_count(0)


def finished(page: Page) -> None:
    expect(page.locator("#pq-job [data-stage=done]")).to_be_visible(timeout=WAIT_MS)


def test_a_new_version_is_taken_corrected_compared_and_deleted(watched: Watched, own_url: str) -> None:
    page = watched.page
    page.goto(f"{own_url}/library")
    expect(page.locator(".pq-holding")).not_to_have_count(0, timeout=WAIT_MS)
    hand_in(page, NAME, HOSTILE_DOCUMENT)
    hand_in_again = HOSTILE_DOCUMENT.replace("最高300万元", "最高500万元")
    page.reload()
    hand_in(page, NAME, hand_in_again)
    # The name is as it was chosen, with its 〔〕 and 《》.
    expect(page.locator("#pq-job")).to_contain_text(f"{NAME}：已收录")
    page.locator(".pq-holding", has_text=NAME).click()
    expect(page.locator(".pq-bounds")).to_contain_text("<script>alert(2)</script>", timeout=WAIT_MS)
    page.locator(".pq-node", has_text="2.").click()
    expect(page.locator(".pq-bound.pq-here").first).to_be_in_viewport()
    page.get_by_role("button", name="版本与对比").click()
    page.get_by_role("button", name="逐条对比").click()
    expect(page.locator(".pq-amounts del").first).to_contain_text("300万元", timeout=WAIT_MS)
    expect(page.locator(".pq-amounts ins").first).to_contain_text("500万元")
    page.get_by_role("button", name="更正文件信息").click()
    page.get_by_label("效力").select_option("repealed")
    page.get_by_role("button", name="保存更正").click()
    finished(page)
    expect(page.locator(".pq-chosen .pq-badge")).to_have_text("已废止")
    page.get_by_role("button", name="可见范围与删除").click()
    page.get_by_role("button", name="删除这份文件…").click()
    expect(page.locator("dialog[open]")).to_contain_text("确定要从文件库中删除", timeout=WAIT_MS)
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator("#pq-job")).to_contain_text("删除：已生效", timeout=WAIT_MS)
    expect(page.get_by_text("文件库还是空的")).to_be_visible(timeout=WAIT_MS)
    # Going back: the snapshot before the deletion holds the document again.
    page.get_by_role("button", name="快照与回退").click()
    snapshots = page.locator(".pq-snapshots li")
    expect(snapshots.first).to_contain_text("现用")
    snapshots.nth(1).get_by_role("button", name="启用").click()
    page.get_by_role("button", name="确认启用").click(timeout=WAIT_MS)
    expect(page.locator("#pq-job")).to_contain_text("切换快照：已生效", timeout=WAIT_MS)
    expect(page.locator(".pq-holding", has_text=NAME)).to_be_visible(timeout=WAIT_MS)
    expect(snapshots.nth(1)).to_contain_text("现用", timeout=WAIT_MS)
    assert page.locator("#pq-columns img, #pq-columns script, dialog img, [onclick], [onload]").count() == 0
    assert_clean(watched, own_url)


def test_a_hostile_name_is_shown_as_text_in_the_list(watched: Watched, hostile_url: str) -> None:
    page = watched.page
    page.goto(f"{hostile_url}/library")
    expect(page.locator(".pq-holding").first).to_contain_text(HOSTILE_FILE, timeout=WAIT_MS)
    page.locator(".pq-holding").first.click()
    expect(page.locator(".pq-bounds")).to_contain_text("<svg onload=alert(4)>", timeout=WAIT_MS)
    assert page.locator("#pq-columns img, #pq-columns script, [onclick], [onload], [onerror]").count() == 0
    assert_clean(watched, hostile_url)


def test_two_runs_are_opened_and_set_against_each_other(watched: Watched, service_url: str, tmp_path: Path) -> None:
    page = watched.page
    page.goto(f"{service_url}/evaluation")
    expect(page.get_by_text("还没有打开结果")).to_be_visible(timeout=WAIT_MS)
    now = results_file(tmp_path / "now", {"a1": False, "a2": False, "d1": True})
    before = results_file(tmp_path / "before", {"a1": True, "a2": False, "d1": False})
    page.locator("#pq-run input[type=file]").set_input_files(now)
    expect(page.locator(".pq-accuracy .pq-total")).to_contain_text("1/3", timeout=WAIT_MS)
    page.locator("#pq-run-before input[type=file]").set_input_files(before)
    expect(page.locator(".pq-run-changes")).to_contain_text("新答错 1 题，新答对 1 题", timeout=WAIT_MS)
    expect(page.locator(".pq-failures")).to_contain_text(HOSTILE_QUESTION)
    # A file that is no result is said to be none, and can be taken out again.
    wrong = {"name": "<img src=x onerror=alert(9)>.jsonl", "mimeType": "text/plain", "buffer": b"{}"}
    page.locator("#pq-run-before input[type=file]").set_input_files(wrong)
    expect(page.locator("#pq-run-shown [role=alert]")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="移除：<img").click()
    page.locator(".pq-failures summary").first.click(timeout=WAIT_MS)
    expect(page.locator(".pq-failures .pq-given").first).to_contain_text("300万元 或 300万")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.locator("#pq-columns img, [onerror]").count() == 0
    assert_clean(watched, service_url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 860), (360, 780)], ids=["desktop", "phone"])
def test_the_accessibility_check_finds_nothing_serious_in_either_page(
    browser: Browser, service_url: str, tmp_path: Path, scheme: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN", color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{service_url}/library")
    page.locator(".pq-holding", has_text="草案解读").click(timeout=WAIT_MS)
    expect(page.locator(".pq-bounds")).to_be_visible(timeout=WAIT_MS)
    for part in ("上传文件", "版本与对比", "更正文件信息", "可见范围与删除"):
        page.get_by_role("button", name=part).click()
    page.get_by_role("button", name="逐条对比").click()
    expect(page.locator(".pq-diff")).to_be_visible(timeout=WAIT_MS)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.goto(f"{service_url}/evaluation")
    run = results_file(tmp_path / "run", {"a1": False, "a2": True, "d1": True})
    page.locator("#pq-run input[type=file]").set_input_files(run, timeout=WAIT_MS)
    expect(page.locator(".pq-accuracy")).to_be_visible(timeout=WAIT_MS)
    page.locator(".pq-case summary").first.click()
    assert serious(page) == []
    context.close()
