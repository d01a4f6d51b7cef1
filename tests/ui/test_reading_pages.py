"""对比, 政策卡片 and 企业匹配 in a real browser, over the real service and the shipped documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.running_service import CORPUS
from tests.ui.conftest import HOSTILE_FILE, Watched
from tests.ui.test_page import WAIT_MS, assert_clean
from tests.ui.test_workbench import serious
from ui.workbook import CLAUSE_SHEET, TABLE_SHEET

SUBJECT = "对新设立的创业投资机构给多少奖励"
DRAFT = "rizhao-2025-innovation-ecosystem-draft.txt"
# Read off the draft: clause 14.
GIVEN = "按照投资额度给予最高200万元奖励"
DEPARTMENTS = "市发展改革委、市科技局、市工业和信息化局、市财政局、市国资委按职责分工负责"
FOREIGN = "#pq-columns img, #pq-columns script, #pq-columns svg, dialog img, [onclick], [onload], [onerror]"


def compare(page: Page, url: str, others: str = "") -> None:
    page.goto(f"{url}/compare")
    expect(page.locator(".pq-ticks input").first).to_be_checked(timeout=WAIT_MS)
    page.get_by_label("比什么").fill(SUBJECT)
    page.get_by_label("其他地区").fill(others)
    page.keyboard.press("Enter")
    expect(page.locator(".pq-regions-table")).to_be_visible(timeout=WAIT_MS)


def choose(page: Page, url: str, title: str) -> None:
    page.goto(f"{url}/card")
    expect(page.locator("[data-card]").first).to_be_visible(timeout=WAIT_MS)
    page.locator("[data-card]", has_text=title).first.click()
    expect(page.locator(".pq-policy")).to_be_visible(timeout=WAIT_MS)


def match(page: Page, url: str, region: str) -> None:
    page.goto(f"{url}/match")
    expect(page.get_by_label("注册地")).to_be_visible(timeout=WAIT_MS)
    page.get_by_label("注册地").fill(region)
    page.get_by_label("创业投资机构").check()
    page.get_by_label("打算做的事").fill("新设立创业投资机构")
    page.get_by_label("打算做的事").press("Enter")
    expect(page.locator(".pq-matches")).to_be_visible(timeout=WAIT_MS)


def test_regions_stand_side_by_side_with_their_clauses(watched: Watched, service_url: str, tmp_path: Path) -> None:
    page = watched.page
    compare(page, service_url, "济南")
    rows = page.locator(".pq-regions-table tbody tr")
    expect(rows).to_have_count(5)
    row = rows.filter(has_text="日照市").first
    expect(row).to_contain_text("最高200万元")
    expect(row).to_contain_text(DEPARTMENTS)
    expect(row.locator(".pq-badge-draft")).to_be_visible()
    outside = page.locator("tr[data-code='region_not_covered']")
    expect(outside).to_contain_text("济南市")
    expect(outside).to_contain_text("未收录该地区")
    for text in rows.all_inner_texts():
        assert len(text.split()) > 1, "a region must say something"
    row.locator(".pq-mark").first.click()
    clause = page.locator("details.pq-card[open] .pq-clause").text_content()
    assert clause
    assert clause in (CORPUS / DRAFT).read_bytes().decode("utf-8")
    row.get_by_role("button", name="打开原文").first.click()
    expect(page.locator("dialog[open] mark")).to_be_in_viewport(timeout=WAIT_MS)
    page.keyboard.press("Escape")
    with page.expect_download(timeout=WAIT_MS) as download:
        page.get_by_role("button", name="导出 Excel").click()
    saved = tmp_path / "saved.xlsx"
    download.value.save_as(saved)
    book = load_workbook(saved)
    assert book.sheetnames == [TABLE_SHEET, CLAUSE_SHEET]
    assert clause in [cell.value for cell in book[CLAUSE_SHEET]["I"]]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert_clean(watched, service_url)


def test_a_form_without_its_needed_words_says_so_at_the_field(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(f"{service_url}/compare")
    expect(page.locator(".pq-ticks input").first).to_be_checked(timeout=WAIT_MS)
    page.get_by_role("button", name="对比").click()
    expect(page.locator(".pq-faults")).to_contain_text("请写下要比的事", timeout=WAIT_MS)
    expect(page.get_by_label("比什么")).to_be_focused()
    expect(page.get_by_label("比什么")).to_have_attribute("aria-invalid", "true")
    assert_clean(watched, service_url)


def test_a_document_is_found_and_its_card_leads_to_the_clauses(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.add_init_script("window.print = () => { window.printed = document.querySelector('#pq-sheet').innerText; }")
    page.goto(f"{service_url}/card")
    expect(page.locator("[data-card]")).to_have_count(9, timeout=WAIT_MS)
    page.get_by_label("地区").select_option("日照市")
    expect(page.locator("[data-card]")).to_have_count(3, timeout=WAIT_MS)
    page.get_by_label("效力").select_option("总结解读")
    expect(page.locator("[data-card]")).to_have_count(1, timeout=WAIT_MS)
    expect(page.locator("[data-card]")).to_contain_text("草案解读")
    page.get_by_label("效力").select_option("不限")
    page.get_by_role("searchbox", name="查找文件").fill("没有这样的标题")
    expect(page.get_by_text("没有符合的文件")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("searchbox", name="查找文件").fill("若干政策(征求意见稿)")
    expect(page.locator("[data-card]").first).to_be_visible(timeout=WAIT_MS)
    page.locator("[data-card$='draft.2']").click()
    entry = page.locator(".pq-entry", has_text=GIVEN)
    expect(entry).to_contain_text(DEPARTMENTS, timeout=WAIT_MS)
    expect(entry).to_contain_text("原文未载明")
    expect(page.locator(".pq-policy-head .pq-badge-draft")).to_be_visible()
    entry.locator("dd").filter(has_text=GIVEN).get_by_role("button").click()
    expect(page.locator("dialog[open] mark")).to_have_text(GIVEN, timeout=WAIT_MS)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="打印").click()
    assert GIVEN in page.evaluate("window.printed")
    # The address is the card's own.
    page.reload()
    expect(page.locator(".pq-entry", has_text=GIVEN)).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="打开原文", exact=True).click()
    expect(page.locator("dialog[open] .pq-fulltext")).to_be_visible(timeout=WAIT_MS)
    assert_clean(watched, service_url)


def test_a_profile_is_matched_kept_in_the_browser_and_forgotten(watched: Watched, service_url: str) -> None:
    page = watched.page
    match(page, service_url, "日照")
    entry = page.locator(".pq-match", has_text="200万元").first
    expect(entry).to_contain_text("创业投资机构")
    expect(entry.locator(".pq-badge-draft")).to_be_visible()
    expect(entry.locator(".pq-conditions li").first).to_be_visible()
    expect(page.locator(".pq-matches .pq-notice-draft")).to_have_count(1)
    page.get_by_label("上年研发投入").fill("很多")
    page.get_by_label("上年研发投入").press("Enter")
    expect(page.locator(".pq-faults")).to_contain_text("研发投入请填数字", timeout=WAIT_MS)
    expect(page.get_by_label("上年研发投入")).to_be_focused()
    page.reload()
    expect(page.get_by_label("注册地")).to_have_value("日照", timeout=WAIT_MS)
    expect(page.get_by_label("创业投资机构")).to_be_checked()
    page.get_by_role("button", name="清空").click()
    expect(page.get_by_label("注册地")).to_have_value("")
    assert page.evaluate("localStorage.getItem('policyqa.profile')") is None
    assert_clean(watched, service_url)


def test_markup_in_a_document_is_text_on_every_reading_page(watched: Watched, hostile_url: str) -> None:
    page = watched.page
    compare(page, hostile_url, "济南")
    expect(page.locator(".pq-regions-table")).to_contain_text("300万元")
    page.get_by_label("其他地区").fill("<img src=x onerror=alert(7)>")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“<img”不是行政区划").first).to_be_visible(timeout=WAIT_MS)
    assert page.locator(FOREIGN).count() == 0
    choose(page, hostile_url, "创新的意见")
    expect(page.locator(".pq-policy")).to_contain_text(HOSTILE_FILE)
    expect(page.locator(".pq-policy h2")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(FOREIGN).count() == 0
    match(page, hostile_url, "临沂")
    expect(page.locator(".pq-matches")).to_contain_text("300万元")
    assert page.locator(FOREIGN).count() == 0
    assert_clean(watched, hostile_url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 860), (360, 780)], ids=["desktop", "phone"])
def test_the_accessibility_check_finds_nothing_serious_on_the_reading_pages(
    browser: Browser, service_url: str, scheme: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN", color_scheme=scheme)
    page = context.new_page()
    compare(page, service_url, "济南")
    page.locator(".pq-mark").first.click()
    assert serious(page) == []
    choose(page, service_url, "若干政策(征求意见稿)")
    assert serious(page) == []
    match(page, service_url, "日照")
    page.locator("#pq-fit-not_met summary").click()
    assert serious(page) == []
    page.get_by_label("职工人数").fill("几个")
    page.get_by_label("职工人数").press("Enter")
    expect(page.locator(".pq-faults")).to_be_visible(timeout=WAIT_MS)
    assert serious(page) == []
    context.close()
