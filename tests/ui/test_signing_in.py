"""The page behind keys, in a real browser: the form, what each role sees, an ended session, and the way out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.auth.identity import Role
from server.auth.keys import KeyStore
from server.records.database import open_database
from tests import running_service
from tests.library import built_library
from tests.ui.conftest import Watched
from tests.ui.test_page import QUESTION, WAIT_MS, ask, assert_clean
from tests.ui.test_workbench import serious

ROLES = {"reader": "读者", "editor": "编辑", "admin": "管理员"}


@dataclass(frozen=True)
class Guarded:
    """A service that asks for keys, its page in a process of its own, a key of each role, and how one is revoked."""

    url: str
    page_url: str
    keys: dict[str, str]
    revoke: Callable[[str], None]


@pytest.fixture(scope="module")
def guarded(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    folder = tmp_path_factory.mktemp("guarded")
    home = Path(shutil.copytree(built_library(pytestconfig, folder).home, folder / "copy"))
    store = KeyStore(open_database(home))
    keys = {role: store.create(f"{name}甲", Role[role.upper()]) for role, name in ROLES.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYQA_KEYS", "always")
        url = running_service.started(pytestconfig, home, folder / "serve.log", "serve")
    page_url = running_service.started(pytestconfig, folder, folder / "ui.log", "ui", "--url", url, answers_at="/login")
    return Guarded(url, page_url, keys, store.revoke)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    watched = Watched(context.new_page())
    watched.watch()
    yield watched
    context.close()


def sign_in(page: Page, url: str, key: str) -> None:
    page.goto(url)
    expect(page).to_have_url(f"{url}/login")
    page.get_by_label("访问密钥").fill(key)
    page.keyboard.press("Enter")


@pytest.mark.slow
def test_each_role_signs_in_sees_what_it_may_do_and_signs_out(guarded: Guarded, visitor: Watched) -> None:
    page = visitor.page
    for role, name in ROLES.items():
        sign_in(page, guarded.url, guarded.keys[role])
        expect(page.locator(".pq-caller")).to_contain_text(f"{name}甲（{name}）", timeout=WAIT_MS)
        expect(page.locator("#pq-examples .pq-chip").first).to_be_visible(timeout=WAIT_MS)
        expect(ask(page, QUESTION).locator(".pq-answer")).to_contain_text("200万元")
        page.goto(f"{guarded.url}/library")
        page.locator(".pq-holding").first.click(timeout=WAIT_MS)
        expect(page.locator(".pq-bounds")).to_be_visible(timeout=WAIT_MS)
        for part, least in (("上传文件", "editor"), ("更正文件信息", "editor"), ("快照与回退", "admin")):
            may = list(ROLES).index(role) >= list(ROLES).index(least)
            expect(page.get_by_role("button", name=part)).to_have_count(1 if may else 0)
        expect(page.get_by_text("当前密钥是读者")).to_have_count(1 if role == "reader" else 0)
        page.get_by_role("button", name="退出").click()
        expect(page).to_have_url(f"{guarded.url}/login")
    assert serious(page) == []
    assert_clean(visitor, guarded.url)


@pytest.mark.slow
@pytest.mark.parametrize("through", ["url", "page_url"], ids=["mounted", "by itself"])
def test_a_wrong_key_and_an_ended_session_are_said_in_words(guarded: Guarded, visitor: Watched, through: str) -> None:
    page, url = visitor.page, getattr(guarded, through)
    sign_in(page, url, "pq_1_wrong")
    expect(page.get_by_role("alert")).to_contain_text("密钥不正确或已吊销")
    sign_in(page, url, guarded.keys["reader"])
    expect(page.locator("#pq-examples .pq-chip").first).to_be_visible(timeout=WAIT_MS)
    page.context.clear_cookies()
    page.locator("#pq-box textarea").fill("没有发出的问题")
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog", name="登录已过期")
    expect(window).to_be_visible(timeout=WAIT_MS)
    assert serious(page) == []
    with page.context.expect_page() as opened:
        window.get_by_role("link", name="去登录").click()
    again = opened.value
    again.get_by_label("访问密钥").fill(guarded.keys["reader"])
    again.keyboard.press("Enter")
    expect(again.locator(".pq-caller")).to_contain_text("读者甲", timeout=WAIT_MS)
    window.get_by_role("button", name="已登录，关闭").click()
    expect(ask(page, QUESTION).locator(".pq-answer")).to_contain_text("200万元")
    refused = [complaint for complaint in visitor.complaints if "401" not in complaint]
    assert refused == []


@pytest.mark.slow
def test_a_revoked_key_opens_nothing_any_more(guarded: Guarded, visitor: Watched) -> None:
    page = visitor.page
    sign_in(page, guarded.url, guarded.keys["editor"])
    expect(page.locator(".pq-caller")).to_contain_text("编辑甲", timeout=WAIT_MS)
    guarded.revoke("编辑甲")
    page.wait_for_timeout(1200)
    page.goto(f"{guarded.url}/library")
    expect(page).to_have_url(f"{guarded.url}/login")
