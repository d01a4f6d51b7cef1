"""What can be done with an answer: its source, its slip, what one thinks of it, keeping it; in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, Page, expect

from server.client import PolicyClient
from tests import running_service
from tests.running_service import CORPUS
from tests.ui.conftest import HOSTILE_FILE, Watched
from tests.ui.test_page import QUESTION, WAIT_MS, ask, assert_clean

SOURCE = "rizhao-2025-innovation-ecosystem-draft.txt"
# Read off the document: clause 14 and the way to send comments on the draft.
DEPARTMENTS = "市发展改革委、市科技局、市工业和信息化局、市财政局、市国资委按职责分工负责"
PHONE = "0633-8773169"


def test_the_source_opens_with_the_quoted_words_marked_and_in_sight(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    turn = ask(page, QUESTION)
    turn.locator(".pq-mark").first.click()
    quote = turn.locator(".pq-clause mark").first.text_content()
    turn.get_by_role("button", name="打开原文").first.click()
    window = page.locator("dialog[open]")
    expect(window).to_be_visible(timeout=WAIT_MS)
    marked = window.locator("mark")
    expect(marked).to_be_in_viewport()
    assert marked.text_content() == quote
    whole = (CORPUS / SOURCE).read_bytes().decode("utf-8")
    assert quote in (window.locator(".pq-fulltext").text_content() or "")
    assert quote in whole
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)
    # The same window opens a second time.
    turn.get_by_role("button", name="打开原文").first.click()
    expect(page.locator("dialog[open] mark")).to_be_visible(timeout=WAIT_MS)
    assert_clean(watched, service_url)


def test_the_slip_names_department_and_phone_and_is_printed_alone(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.add_init_script(
        "window.print = () => { window.printed = document.querySelector('#pq-sheet').textContent;"
        " window.printedAs = document.body.className; }"
    )
    page.goto(service_url)
    ask(page, QUESTION).get_by_role("button", name="办事员便签").click()
    sheet = page.locator("dialog[open] .pq-slip-sheet")
    expect(sheet).to_contain_text(PHONE, timeout=WAIT_MS)
    expect(sheet).to_contain_text(DEPARTMENTS)
    expect(sheet.locator(".pq-spoken")).to_contain_text("最高200万元")
    page.get_by_role("button", name="打印").click()
    printed = page.evaluate("window.printed")
    assert PHONE in printed
    assert "热门问题" not in printed
    # The class that leaves but the sheet is taken off when printing is over; the pretended one is over at once.
    assert "pq-printing" in page.evaluate("window.printedAs")
    page.evaluate("document.body.classList.add('pq-printing')")
    page.emulate_media(media="print")
    expect(page.locator("#pq-sheet")).to_be_visible()
    expect(page.locator(".pq-header")).to_be_hidden()
    assert_clean(watched, service_url)


def test_what_a_reader_says_of_an_answer_reaches_the_service(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    turn = ask(page, QUESTION)
    comment = f"少了期限 <b>{page.viewport_size}</b>"
    turn.get_by_role("button", name="有问题").click()
    turn.get_by_label("不完整").check()
    turn.get_by_label("补充说明").fill(comment)
    turn.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已记录，谢谢。")).to_be_visible(timeout=WAIT_MS)
    expect(turn.get_by_role("button", name="有问题")).to_have_attribute("aria-pressed", "true")
    with PolicyClient(service_url) as client:
        entry = client.feedback().entries[0]
    assert (entry.rating, entry.reason, entry.comment, entry.question) == ("down", "incomplete", comment, QUESTION)
    assert_clean(watched, service_url)


def test_conversations_outlive_the_page_and_can_be_forgotten(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    ask(page, QUESTION)
    other = page.context.new_page()
    other.goto(service_url)
    ask(other, "由哪个部门负责科技特派员工作？")
    page.reload()
    # Two windows do not write over each other's conversation.
    expect(page.locator(".pq-kept-open")).to_have_count(2, timeout=WAIT_MS)
    page.locator(".pq-kept-open", has_text=QUESTION).click()
    expect(page.locator("#pq-current .pq-answer")).to_contain_text("200万元", timeout=WAIT_MS)
    ask(page, "那由哪些部门负责？")
    expect(page.locator("#pq-earlier .pq-question")).to_have_text(QUESTION)
    page.get_by_role("button", name=f"删除对话：{QUESTION}").click()
    expect(page.locator(".pq-kept-open")).to_have_count(1)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".pq-turn")).to_have_count(0, timeout=WAIT_MS)
    assert_clean(watched, service_url)


def test_a_conversation_is_saved_as_markdown_and_word(watched: Watched, service_url: str, tmp_path: Path) -> None:
    page = watched.page
    page.goto(service_url)
    ask(page, QUESTION)
    for name, kind in (("导出 Markdown", ".md"), ("导出 Word", ".docx")):
        with page.expect_download(timeout=WAIT_MS) as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename.endswith(kind)
        saved = tmp_path / f"saved{kind}"
        download.value.save_as(saved)
        text = (
            saved.read_text("utf-8")
            if kind == ".md"
            else "\n".join(paragraph.text for paragraph in Document(str(saved)).paragraphs)
        )
        assert QUESTION in text
        assert "200万元" in text
    assert_clean(watched, service_url)


def test_a_status_limits_where_is_looked_and_is_said_beside_the_box(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    page.get_by_role("button", name="更多筛选").click()
    page.get_by_label("现行").check()
    expect(page.locator(".pq-limits")).to_contain_text("现行", timeout=WAIT_MS)
    turn = ask(page, QUESTION)
    assert turn.locator(".pq-card .pq-badge-draft").count() == 0
    page.get_by_role("button", name="清除").click()
    expect(page.locator(".pq-limits")).to_have_count(0, timeout=WAIT_MS)
    assert_clean(watched, service_url)


def test_everything_can_be_reached_and_pressed_by_keyboard(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    turn = ask(page, QUESTION)
    turn.locator(".pq-mark").first.focus()
    page.keyboard.press("Enter")
    card = turn.locator("details.pq-card[open]")
    expect(card).to_have_count(1)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert outline == "solid"
    turn.get_by_role("button", name="办事员便签").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible(timeout=WAIT_MS)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "办事员便签"
    assert_clean(watched, service_url)


def test_markup_in_a_document_or_a_file_name_is_shown_as_text(watched: Watched, hostile_url: str) -> None:
    page = watched.page
    page.goto(hostile_url)
    expect(page.locator("#pq-library li")).to_have_count(1, timeout=WAIT_MS)
    turn = ask(page, "对新设立的创业投资机构给多少奖励？")
    expect(turn.locator(".pq-answer")).to_contain_text("300万元")
    turn.locator(".pq-mark").first.click()
    expect(turn.locator(".pq-source").first).to_contain_text(HOSTILE_FILE)
    expect(turn.locator(".pq-clause").first).to_contain_text("<script>alert(2)</script>")
    turn.get_by_role("button", name="打开原文").first.click()
    expect(page.locator("dialog[open] .pq-fulltext")).to_contain_text("<svg onload=alert(4)>", timeout=WAIT_MS)
    page.keyboard.press("Escape")
    turn.get_by_role("button", name="办事员便签").click()
    expect(page.locator("dialog[open] .pq-spoken")).to_be_visible(timeout=WAIT_MS)
    foreign = (
        "#pq-columns img, #pq-columns script, dialog img, dialog script, dialog svg, [onclick], [onload], [onerror]"
    )
    assert page.locator(foreign).count() == 0
    assert_clean(watched, hostile_url)


def test_a_service_elsewhere_is_used_through_a_page_of_its_own(
    watched: Watched, service_url: str, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    page_url = running_service.started(
        pytestconfig, tmp_path, tmp_path / "ui.log", "ui", "--url", service_url, answers_at="/"
    )
    watched.page.goto(page_url)
    expect(ask(watched.page, QUESTION).locator(".pq-answer")).to_contain_text("200万元")
    assert_clean(watched, page_url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 860), (360, 780)], ids=["desktop", "phone"])
def test_the_accessibility_check_finds_nothing_serious(
    browser: Browser, service_url: str, scheme: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN", color_scheme=scheme)
    page = context.new_page()
    page.goto(service_url)
    expect(page.locator("#pq-examples .pq-chip").first).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="更多筛选").click()
    expect(page.get_by_label("现行")).to_be_visible()
    assert serious(page) == []
    turn = ask(page, QUESTION)
    turn.locator(".pq-mark").first.click()
    turn.locator(".pq-why summary").click()
    turn.get_by_role("button", name="有问题").click()
    assert serious(page) == []
    turn.get_by_role("button", name="办事员便签").click()
    expect(page.locator("dialog[open]")).to_be_visible(timeout=WAIT_MS)
    assert serious(page) == []
    page.keyboard.press("Escape")
    ask(page, "济南市首次认定高新技术企业补助多少？")
    assert serious(page) == []
    context.close()


def serious(page: Page) -> list[str]:
    """What axe-core finds of serious or critical impact, with the elements."""
    found = Axe().run(page).response["violations"]
    return [
        json.dumps([violation["id"], [node["html"] for node in violation["nodes"]]], ensure_ascii=False)
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
