"""The documentation: it builds without a warning, leads nowhere else, and leaves out no setting."""

from __future__ import annotations

import logging
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from server.bootstrap import Settings
from tests.repository.root import ROOT

DOCS = ROOT / "docs"
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


class _Page(HTMLParser):
    """What a page fetches, what it links to, and the anchors it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if "src" in given:
            self.fetched.append(given["src"])
        if "href" in given:
            (self.links if tag == "a" else self.fetched).append(given["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation built as ``make docs`` does it: a warning ends it."""
    folder = tmp_path_factory.mktemp("site")
    warned: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warned.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
        log.removeHandler(handler)
    assert warned == []
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, _Page]:
    return {path: _Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}


def test_there_is_a_page_for_everybody(pages: dict[Path, _Page], site: Path) -> None:
    names = {str(path.relative_to(site)) for path in pages}
    readers = {f"{reader}.html" for reader in ("clerks", "enterprises", "evaluators", "administrators", "developers")}
    assert (
        readers
        | {"index.html", "start.html", "settings.html", "asking.html", "api.html", "security.html", "architecture.html"}
        <= names
    )


def test_no_page_fetches_anything_from_elsewhere(pages: dict[Path, _Page]) -> None:
    elsewhere = {
        f"{path.name}: {address}"
        for path, page in pages.items()
        for address in page.fetched
        if urlsplit(address).scheme not in {"", "data"} or urlsplit(address).netloc
    }
    assert elsewhere == set()


def test_every_link_and_anchor_within_the_site_is_there(pages: dict[Path, _Page], site: Path) -> None:
    broken = {
        f"{path.relative_to(site)}: {link}"
        for path, page in pages.items()
        for link in page.links
        if _dead(path, link, pages)
    }
    assert broken == set()


def _dead(path: Path, link: str, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return True
    return (
        bool(parts.fragment) and target in pages and unquote(parts.fragment) not in pages[target].anchors | {"__skip"}
    )


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_the_front_pages_link_to_is_there(name: str) -> None:
    targets = [link for link in _LINK.findall((ROOT / name).read_text(encoding="utf-8")) if not urlsplit(link).scheme]
    assert [target for target in targets if not (ROOT / urlsplit(target).path).exists()] == []


def test_every_setting_has_its_consequences_told_and_nothing_else_has() -> None:
    # Counted from the values themselves, not from the declarations that the page is made of.
    names: set[str] = set()

    def walk(value: object, prefix: str) -> None:
        for name, member in value.items() if isinstance(value, dict) else ():
            walk(member, f"{prefix}{name}.") if isinstance(member, dict) else names.add(prefix + name)

    given = {"llm": {"base_url": "http://127.0.0.1:9/v1", "model": "m"}}
    walk(Settings.model_validate(given).model_dump(), "")
    told = tomllib.loads((DOCS / "hooks" / "settings.toml").read_text(encoding="utf-8"))["settings"]
    assert set(told) == names
    assert [name for name, text in told.items() if len(text) < 10] == []


def test_the_settings_page_tells_names_bounds_and_defaults(site: Path) -> None:
    text = re.sub(r"<[^>]+>", " ", (site / "settings.html").read_text(encoding="utf-8"))
    words = re.sub(r"\s+", " ", text).replace("&ge;", "≥").replace("&le;", "≤").replace("&gt;", ">")
    assert "POLICYQA_PORT 整数，≥ 0，≤ 65535 8000" in words
    assert "POLICYQA_RETRIEVAL__FUSION learned 、 weighted 、 rrf learned" in words
    assert "POLICYQA_LLM__TIMEOUT_S 小数，> 0，≤ 120 20.0" in words
    assert "POLICYQA_RETRIEVAL__LEARNED_WEIGHT 小数，≥ 0，≤ 1 不设" in words


def test_an_interface_that_is_served_is_on_the_page(site: Path) -> None:
    text = (site / "asking.html").read_text(encoding="utf-8")
    for address in ("/v1/ask", "/v1/search", "/v1/documents/{document_id}/clauses", "/retrieval", "/healthz"):
        assert f"<code>{address}</code>" in text


def test_every_decision_is_in_the_navigation(site: Path) -> None:
    links = set(_Page((site / "index.html").read_text(encoding="utf-8")).links)
    assert {f"decisions/{path.stem}.html" for path in (DOCS / "decisions").glob("*.md")} <= links
