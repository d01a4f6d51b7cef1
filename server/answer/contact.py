"""Ways to reach somebody: which of them a question asks for, and whether a sentence prints one."""

from __future__ import annotations

import re
from typing import Final

from ingest.model import Span
from ingest.normalize import fold

# (words of the question, what is printed in the text), folded.
_KINDS: Final = {
    "联系电话": (
        re.compile(r"电话|拨|打哪|热线|手机号|座机|传真"),
        re.compile(
            r"(?<![0-9])(?:0[0-9]{2,3}[-—\s]?[0-9]{7,8}|1[3-9][0-9]{9}|[0-9]{7,8}|12[0-9]{3}|400[-0-9]{7,9})(?![0-9])"
        ),
    ),
    "电子邮箱": (re.compile(r"邮箱|邮件|email|e-mail", re.I), re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    "通讯地址": (
        re.compile(r"地址|寄到|寄给|寄去|邮编|送到哪"),
        re.compile(r"[路街道巷村镇][^，。;]{0,12}[0-9]+号|邮(?:编|政编码)|地址[:为]"),
    ),
    "网址": (
        re.compile(r"网址|网站|官网|链接|哪个平台|哪个栏目|哪个模块"),
        re.compile(r"https?://|www\.|网站|平台|栏目|网址"),
    ),
}
_ASKED_ITSELF = re.compile(
    r"(?:电话|热线|座机|传真|邮箱|邮件|地址|邮编|网址|网站)[^,，。;；]{0,6}(?:多少|几|是|哪|什么|啥|呢|有没有|[?？]|$)|(?:打|拨|寄)(?:给|到|往)?(?:哪|什么|多少)|(?:哪个|什么)[^,，。;；]{0,6}(?:电话|邮箱|地址|网址|网站)"
)


def contacts_asked(folded: str) -> tuple[str, ...]:
    """The kinds of contact a folded question asks for (联系电话, 电子邮箱 …)."""
    return tuple(kind for kind, (asked, _) in _KINDS.items() if asked.search(folded))


def asks_contact(folded: str) -> bool:
    """Whether a contact itself is asked for, not only named (免地址材料要什么条件)."""
    return _ASKED_ITSELF.search(folded) is not None


def prints_contact(folded: str, kinds: tuple[str, ...]) -> bool:
    """Whether a folded sentence prints a contact of any of ``kinds``; of any kind at all where none is named."""
    wanted = kinds or tuple(_KINDS)[:2]
    return any(_KINDS[kind][1].search(folded) for kind in wanted)


def contact_spans(text: str, *, everything: bool = False) -> list[Span]:
    """Where ``text`` prints telephone numbers and mail addresses; with ``everything`` also addresses and web sites."""
    folded = fold(text).lower()
    kinds = tuple(_KINDS) if everything else tuple(_KINDS)[:2]
    return sorted(Span(*match.span()) for kind in kinds for match in _KINDS[kind][1].finditer(folded))


def telephone_spans(text: str) -> list[Span]:
    """Where ``text`` prints telephone numbers."""
    return [Span(*match.span()) for match in _KINDS["联系电话"][1].finditer(fold(text))]
