"""References to a clause by number: 第14条, 第三部分, 重点任务（三）的第4点."""

from __future__ import annotations

import re

from ingest.numerals import CHINESE_NUMERAL, read_integer

_N = rf"(?:[0-9]{{1,4}}|{CHINESE_NUMERAL})"
# 13条谁负责: without 第 only where something is asked of the clause right behind it.
_ASKED = "谁|哪|归|由|讲|说|写|规定|管|的(?:牵头|责任|内容)|内容|牵头"
_BARE = rf"(?<![0-9到共有几推出新满])(?P<b>[0-9]{{1,3}})条(?=是?(?:{_ASKED}))"
_REFERENCE = re.compile(
    rf"第\s*(?P<n>{_N})\s*(?:条(?!产业链|消息)|款|项(?!目)|大?点(?!燃)|部分|章|节|小点|大条)|"
    rf"(?<!规定)(?<!解释)(?<!意见)(?<!办法)[(](?P<p>{_N})[)]|{_BARE}"
)
_NAMES_CLAUSE = re.compile(rf"第\s*{_N}\s*(?:条(?!产业链|消息)|款|项(?!目)|大?点|部分|章|节)|{_BARE}")


def read_clause_reference(folded: str) -> tuple[int, ...]:
    """The numbers that lead to a clause, outermost first; empty when the question names none.

    >>> read_clause_reference("重点任务(三)的第4点管的是哪一块")
    (3, 4)
    """
    if not _NAMES_CLAUSE.search(folded):
        return ()
    numbers = [read_integer(m["n"] or m["p"] or m["b"]) for m in _REFERENCE.finditer(folded)]
    return tuple(n for n in numbers if n is not None)


def without_references(folded: str) -> str:
    """``folded`` with the references blanked out, so that their words are not looked for."""
    return _REFERENCE.sub(" ", folded) if _NAMES_CLAUSE.search(folded) else folded
