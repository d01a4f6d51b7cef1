"""Which part of a web page is the article: where the sentences are."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

SITE_PARTS = frozenset(("nav", "footer", "aside", "menu"))
"""Elements that by their meaning belong to the site and not to the article."""

_UNSEEN = frozenset("script style noscript template head svg iframe object select button textarea input".split())
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTAINERS = frozenset("html body div section article main form center table tbody tr td span font".split())
_SENTENCE = re.compile(r"[。；，：！？]")
_ARTICLE_SHARE = 0.9


def is_unseen(element: Element) -> bool:
    """Whether a reader of the page does not see the element's content as text."""
    return element.tag in _UNSEEN or element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def article_of(root: Element) -> Element:
    """The innermost container with nine tenths of the characters that stand in sentences outside links."""
    weights: dict[Element, int] = {}
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if event == "start":
            links += tag == "a"
            weights[element] = 0 if links else _weight(element.text)
            continue
        links -= tag == "a"
        parent = element.getparent()
        if parent is not None:
            own = 0 if is_unseen(element) or tag in SITE_PARTS else weights[element]
            weights[parent] += own + (0 if links else _weight(element.tail))
    current = root
    while True:
        inner = next(
            (
                child
                for child in current
                if child.tag in _CONTAINERS and 0 < _ARTICLE_SHARE * weights[current] <= weights[child]
            ),
            None,
        )
        if inner is None:
            break
        current = inner
    inner_parts = ("tbody", "tr", "td", "span", "font")
    outer = (e for e in current.iterancestors() if e.tag not in inner_parts)
    return next(outer, current) if current.tag in inner_parts else current


def _weight(text: str | None) -> int:
    return len(text.strip()) if text and _SENTENCE.search(text) else 0
