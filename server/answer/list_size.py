"""How many members a list has: the number the asker gives (哪四级, 三句话) and those a sentence sets side by side."""

from __future__ import annotations

import re

from ingest.numerals import read_integer

_ASKED = re.compile(
    r"(?P<n>[2-9]|1[0-9]|[两二三四五六七八九十俩仨]+)"
    r"(?:个(?!月|工作日|百分点|点)|种|类|级|项|条|方面|句|点(?!钟)|大|家|样|步|部分|块|档|道|环|招|张|处|区|者|位)"
)
_DOCUMENT_OPENS = re.compile(
    r"(?:通知|通告|公告|意见|措施|办法|规定|事项|政策|条款)[^。;:,]{0,8}如下[:：]$"
    r"|(?:提出|制定|作出|采取)[^。;:]{0,6}(?:如下|以下)[\u4e00-\u9fa5]{0,8}[:：]$"
)
_WORDS = {"俩": 2, "仨": 3, "两": 2}
_RUN = re.compile(r"[^,，。；;:：()（）]+")
_JOINT = re.compile(r"[、—–\-+]|[”\"](?:和|与|及)?[“\"]|(?<=[\u4e00-\u9fa5”])(?:和|以及|及|与)(?=[\u4e00-\u9fa5“])")


def size_asked(folded: str) -> int | None:
    """The number of members a folded question says the list has; ``None`` when it says none."""
    match = _ASKED.search(folded)
    if match is None:
        return None
    return _WORDS.get(match["n"]) or read_integer(match["n"])


def lists_exactly(folded: str, size: int) -> bool:
    """Whether some run of words between punctuation marks sets exactly ``size`` members side by side."""
    return any(len([m for m in _JOINT.split(run) if m.strip()]) == size for run in _RUN.findall(folded))


def opens_document(text: str) -> bool:
    """Whether a line opens the body of a document (现将有关事项通知如下：), no list of one kind of thing."""
    return _DOCUMENT_OPENS.search(text.rstrip()) is not None
