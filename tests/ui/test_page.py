"""The page in a real browser, over the real service and the shipped documents."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.running_service import CORPUS
from tests.ui.conftest import Watched

QUESTION = "日照市对新设立的创业投资机构给多少奖励？"
WAIT_MS = 60_000


def ask(page: Page, question: str) -> Locator:
    """Ask through the box; returns the turn once it has been answered, refused or has failed."""
    page.locator("#pq-box textarea").fill(question)
    page.locator("#pq-send").click()
    turn = page.locator("#pq-current .pq-turn")
    expect(turn.locator(".pq-question")).to_have_text(question, timeout=WAIT_MS)
    expect(turn.locator(".pq-pending, .pq-growing")).to_have_count(0, timeout=WAIT_MS)
    return turn


def assert_clean(watched: Watched, service_url: str) -> None:
    assert watched.complaints == []
    outside = [url for url in watched.requested if urlsplit(url).scheme not in ("data", "blob")]
    assert {urlsplit(url).netloc for url in outside} == {urlsplit(service_url).netloc}


def test_an_answer_stands_on_a_clause_of_the_source_file(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    turn = ask(page, QUESTION)
    answer = turn.locator(".pq-answer")
    expect(answer).to_contain_text("200万元")
    answer.locator(".pq-mark").first.click()
    card = turn.locator("details.pq-card[open]")
    expect(card).to_have_count(1)
    expect(card.locator(".pq-badge")).to_have_text("征求意见稿")
    quote = card.locator("mark").text_content()
    clause = card.locator(".pq-clause").text_content()
    source = (CORPUS / "rizhao-2025-innovation-ecosystem-draft.txt").read_text(encoding="utf-8")
    assert quote
    assert "200万元" in quote
    assert clause
    assert quote in clause
    assert clause in source
    expect(turn.locator(".pq-notice-draft")).to_be_visible()
    assert_clean(watched, service_url)


def test_markup_in_a_question_is_shown_as_text(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)} {{value}} 补助多少"
    turn = ask(page, hostile)
    assert turn.locator("script, img").count() == 0
    # A second turn moves the first one to another area of the page, which renders it again.
    ask(page, QUESTION)
    expect(page.locator("#pq-earlier .pq-question")).to_have_text(hostile)
    assert page.locator("#pq-earlier script, #pq-earlier img").count() == 0
    assert_clean(watched, service_url)


def test_an_example_can_be_asked_and_is_answered(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    examples = page.locator("#pq-examples .pq-chip")
    expect(examples).to_have_count(6, timeout=WAIT_MS)
    question = examples.first.text_content()
    assert question
    examples.first.click()
    turn = page.locator("#pq-current .pq-turn")
    expect(turn.locator(".pq-question")).to_have_text(question, timeout=WAIT_MS)
    expect(turn.locator(".pq-card").first).to_be_visible(timeout=WAIT_MS)
    assert_clean(watched, service_url)


def test_a_refusal_names_the_covered_regions_and_offers_questions(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    turn = ask(page, "济南市首次认定高新技术企业补助多少？")
    expect(turn.locator(".pq-box-refusal")).to_have_attribute("data-code", "region_not_covered")
    assert set(turn.locator(".pq-regions li").all_text_contents()) >= {"日照市", "淄博市", "聊城市", "临沂市"}
    suggestion = turn.locator(".pq-suggest .pq-chip").first
    wording = suggestion.text_content()
    assert wording
    suggestion.click()
    expect(page.locator("#pq-current .pq-question")).to_have_text(wording, timeout=WAIT_MS)
    assert_clean(watched, service_url)


def test_a_chosen_region_limits_where_is_looked(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    page.locator("#pq-region input").click()
    page.get_by_role("option", name="淄博市").click()
    turn = ask(page, "对首次通过高新技术企业认定的企业给多少补助？")
    files = turn.locator(".pq-source span:first-child").all_text_contents()
    assert all(file.startswith("来源：zibo-") for file in files)
    assert_clean(watched, service_url)


def test_nothing_is_wider_than_the_window(watched: Watched, service_url: str) -> None:
    page = watched.page
    page.goto(service_url)
    ask(page, QUESTION + "字" * 300 + " " + "x" * 300)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
