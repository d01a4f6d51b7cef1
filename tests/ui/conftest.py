"""What the tests of the page share: the running service and a browser that records what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tests import running_service
from tests.e2e.command import output_of, policyqa

HOSTILE_FILE = "<img src=x onerror=alert(6)>.txt"
HOSTILE_DOCUMENT = """临沂市人民政府关于支持<img src=x onerror=alert(1)>创新的意见
临政字〔2024〕1号

一、支持创业投资
1.奖励<script>alert(2)</script>创业投资机构。对新设立的创业投资机构<img src=x onerror=alert(3)>，给予最高300万元奖励。
2.支持孵化器。对新认定的孵化器<svg onload=alert(4)></svg>，给予50万元补助。（市科技局<b onclick=alert(5)>负责）

临沂市人民政府
2024年3月1日
"""

CHROMIUM_ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="session")
def service_url(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    return running_service.service_url(pytestconfig, tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="session")
def hostile_url(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A service over one document whose title, clauses and file name try to be markup."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / HOSTILE_FILE).write_text(HOSTILE_DOCUMENT, encoding="utf-8")
    home = folder / "home"
    output_of(policyqa(home, "index", "build", "--corpus", corpus))
    return running_service.started(pytestconfig, home, folder / "serve.log", "serve")


# Playwright's synchronous interface keeps an event loop running, beside which no other can start: not for a session.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """A page with everything it requested and everything the browser complained about."""

    page: Page
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))

    def _on_request(self, request: Request) -> None:
        self.requested.append(request.url)

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")


@pytest.fixture(params=[(1280, 860), (360, 780)], ids=["desktop", "phone"])
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    watched = Watched(context.new_page())
    watched.watch()
    yield watched
    context.close()
