"""Refusals: what was not found, said plainly, with what can be asked instead. Never 没有这项政策."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from ingest.metadata.region import level
from ingest.model import Clause, ClauseKind, Document, Region
from server.answer.holdings import Holdings
from server.answer.outcome import Quote, Refused

_SUGGESTIONS = 3


def region_not_covered(asked: Iterable[Region], holdings: Holdings) -> Refused:
    """The library holds nothing of the region asked for; no other region's clause is shown."""
    names = "、".join(r.name for r in asked)
    return Refused("region_not_covered", f"本库未收录{names}的政策文件，无法回答。", (), suggestions(holdings, None))


def topic_not_found(region: str | None, topic: str, holdings: Holdings, documents: Sequence[Document]) -> Refused:
    """The region's documents do not speak of the subject."""
    place = f"{region}的文件" if region else "文件"
    message = f"本库收录的{place}中没有找到关于“{topic}”的条款。" if topic else f"本库收录的{place}中没有找到相关条款。"
    return Refused("topic_not_found", message, (), suggestions(holdings, {d.id for d in documents}))


def value_not_stated(region: str | None, what: str, quotes: tuple[Quote, ...]) -> Refused:
    """The clause is there, but not the value asked for: the clause is cited."""
    place = f"{region}的" if region else ""
    return Refused("value_not_stated", f"{place}条款提到了这件事，但原文未载明{what}。", quotes, ())


def off_topic(holdings: Holdings) -> Refused:
    """Not a question about policy."""
    return Refused(
        "off_topic", "这不是政策咨询问题，本库只回答已收录政策文件中的内容。", (), suggestions(holdings, None)
    )


def suggestions(holdings: Holdings, documents: Set[str] | None) -> tuple[str, ...]:
    """Questions that can be answered: made of headings of clauses that promise something."""
    made: list[str] = []
    for document in holdings.library.documents:
        if documents is not None and document.id not in documents:
            continue
        region = holdings.region_name(document)
        place = region if document.region and level(document.region) > 0 else ""
        clause = next((c for c in holdings.clauses_of(document.id) if _promises(c)), None)
        if clause:
            made.append(f"{place or ''}{clause.heading}有什么支持？")
    return tuple(made[:_SUGGESTIONS])


def _promises(clause: Clause) -> bool:
    return clause.kind is ClauseKind.ITEM and bool(clause.heading) and "万元" in clause.text
