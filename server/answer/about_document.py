"""Questions about a document itself: its 文号, dates, issuer, basis, effect, numbering, or one numbered clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Clause, ClauseKind, DocType, Document, Found, Span, Status
from ingest.normalize import fold
from server.answer.document_years import year_issued, years_of
from server.answer.facts.task_counts import numbered_tasks
from server.answer.holdings import Holdings
from server.answer.notices import STATUS_NAMES, figures_differ, spoken_date
from server.answer.outcome import Answered, Outcome, Quote, Refused, Statement
from server.answer.repeal import asks_of_earlier, repeals
from server.answer.sentences import Sentence, sentences, without_roles
from server.understanding.facets import Facet
from server.understanding.question import Question

_TYPE_WORDS = {
    DocType.OPINION: ("意见",),
    DocType.POLICY: ("政策", "措施", "办法", "草案", "征求意见稿"),
    DocType.ANNOUNCEMENT: ("公告",),
    DocType.SUMMARY: ("总结",),
    DocType.WORK_PLAN: ("要点", "计划", "方案", "规划"),
    DocType.INTERPRETATION: ("解读",),
    DocType.NOTICE: ("通知",),
    DocType.REGULATION: ("条例", "规定", "法"),
}
_DRAFT_WORDS = re.compile(r"草案|草稿|征求意见|初稿")
_DRAFTED = re.compile(r"起草|制定|拟定|编制")
_IN_TITLE = re.compile(
    r"((?:中共)?[^《》关]{2,40}(?:委员会|政府|[市县区省]委|局|厅|办公室|法院|检察院))\s*(?:关于|印发)"
)
"""The office a title begins with (某县人民政府关于…), where no signature names one."""
_GIST_CHARS = 150
_MOST_TERMS = 0.66
"""Share of a question's terms that stand in a title, from two terms on, which names the document as well."""
_NAMED = 0.4
"""Share of a title's character pairs a question has to say to name the document."""


def names_document(question: Question, document: Document) -> bool:
    """Whether a question says enough of a title to mean that document and no other."""
    if _says_number(question, document):
        return True
    title = fold(document.title)
    said = [term.said_in(title) for term in question.terms]
    return _title_overlap(question, document) >= _NAMED or (len(said) > 1 and sum(said) >= _MOST_TERMS * len(said))


def _says_number(question: Question, document: Document) -> bool:
    """Whether a question cites the document by its 文号 (聊政字〔2023〕11号), brackets and white space aside."""
    if document.doc_number is None:
        return False
    solid = "".join(c for c in fold(document.doc_number.value) if c.isalnum())
    return solid in "".join(c for c in question.folded if c.isalnum())


def _title_overlap(question: Question, document: Document) -> float:
    title, folded = fold(document.title), question.folded
    pairs = {title[i : i + 2] for i in range(len(title) - 1)}
    asked = {folded[i : i + 2] for i in range(len(folded) - 1)}
    return len(pairs & asked) / (len(pairs) or 1)


def pick_document(question: Question, documents: Sequence[Document], holdings: Holdings) -> Document | None:
    """The document a question means: by the words of its title, its type, its year; else the one with most clauses."""
    if not documents:
        return None
    folded = question.folded

    def score(document: Document) -> tuple[float, int]:
        title = fold(document.title)
        overlap = _title_overlap(question, document)
        typed = any(word in folded for word in _TYPE_WORDS.get(document.doc_type, ()))
        draft = bool(_DRAFT_WORDS.search(folded)) and document.status is Status.DRAFT
        years = any(year in (years_of(document) or year_issued(document)) for year in question.years)
        overlap += sum(term.said_in(title) for term in question.terms) / (len(question.terms) or 1)
        size = sum(c.kind in (ClauseKind.ARTICLE, ClauseKind.ITEM) for c in holdings.clauses_of(document.id))
        # 海淀区…: the district's own document before the city's, which holds there too.
        own = document.region is not None and any(r.adcode == document.region.adcode for r in question.regions)
        return 2.0 * _says_number(
            question, document
        ) + 0.6 * own + overlap + 0.5 * typed + 0.5 * draft + 0.5 * years, size

    return max(documents, key=score)


def about_document(question: Question, documents: Sequence[Document], holdings: Holdings) -> Outcome | None:
    """An answer from a document's metadata or numbering; ``None`` when the question is not about a document."""
    if (document := pick_document(question, documents, holdings)) is None:
        return None
    facets = [f for f in question.facets if f in _ANSWERS]
    statements: list[Statement] = []
    refused: list[Refused] = []
    for facet in facets:
        outcome = _ANSWERS[facet](question, document, documents, holdings)
        if isinstance(outcome, Refused):
            refused.append(outcome)
            statements.append(Statement(outcome.message, outcome.quotes))
        elif outcome and outcome.notices:
            return outcome
        elif outcome:
            statements += [s for s in outcome.statements if s not in statements]
    if refused and len(refused) == len(statements):
        return refused[-1]
    return Answered(tuple(statements)) if statements else None


def _quote_found(found: Found[str], document: Document, holdings: Holdings) -> tuple[Quote, ...]:
    clause = holdings.clause_at(document, found.span)
    if clause is None:
        return ()
    start = found.span.start - clause.extent.start
    return (Quote(clause, Span(start, start + found.span.end - found.span.start)),)


def _head(document: Document, holdings: Holdings) -> tuple[Quote, ...]:
    """The line that identifies a document: its 文号, else its title."""
    if document.doc_number:
        return _quote_found(document.doc_number, document, holdings)
    first = holdings.clauses_of(document.id)[0]
    return (Quote(first, Span(0, len(first.text))),)


def _doc_number(question: Question, document: Document, documents: Sequence[Document], holdings: Holdings) -> Outcome:
    if Facet.BASIS in question.facets and any(link.doc_number for link in document.links):
        return Answered(())
    if document.doc_number is None:
        return _not_stated(document, holdings, "文号")
    text = f"《{document.title}》的文号是{document.doc_number.value}。"
    return Answered((Statement(text, _quote_found(document.doc_number, document, holdings)),))


def _basis(question: Question, document: Document, documents: Sequence[Document], holdings: Holdings) -> Outcome:
    based = [link for link in document.links if link.relation == "based_on"]
    if not based:
        return _not_stated(document, holdings, "制定依据")
    numbered = [link for link in based if link.doc_number] or based
    link = numbered[0]
    clause = holdings.clause_at(document, link.span)
    if clause is None:
        return _not_stated(document, holdings, "制定依据")
    number = f"（{link.doc_number}）" if link.doc_number else ""
    sentence = next((s for s in sentences(clause) if link.title and link.title in s.text), None)
    span = sentence.span if sentence else Span(0, len(clause.text))
    return Answered((Statement(f"依据的是《{link.title}》{number}。", (Quote(clause, span),)),))


def _issue_date(question: Question, document: Document, documents: Sequence[Document], holdings: Holdings) -> Outcome:
    if document.issued_on is None:
        return _not_stated(document, holdings, "印发日期")
    quotes = _quote_found(document.issued_on, document, holdings)
    printed = quotes[0].text if quotes else document.issued_on.value
    return Answered((Statement(f"《{document.title}》的落款日期是{printed}。", quotes),))


def _effective(question: Question, document: Document, documents: Sequence[Document], holdings: Holdings) -> Outcome:
    if document.effective_from is None:
        return _not_stated(document, holdings, "施行日期")
    quotes = _quote_found(document.effective_from, document, holdings)
    printed = quotes[0].text if quotes else document.effective_from.value
    when = printed if printed.startswith("自") else f"自{printed.removesuffix('施行').rstrip()}起施行"
    return Answered((Statement(f"《{document.title}》{when}。", quotes),))


def _expiry(question: Question, document: Document, documents: Sequence[Document], holdings: Holdings) -> Outcome:
    if document.effective_until is None:
        return _not_stated(document, holdings, "失效日期")
    quotes = _quote_found(document.effective_until, document, holdings)
    printed = quotes[0].text if quotes else document.effective_until.value
    until = spoken_date(document.effective_until.value)
    told = f"《{document.title}》的有效期至{until}"
    text = f"{told}。" if until in printed else f"{told}（原文：“{printed.strip('，,。；; ')}”）。"
    return Answered((Statement(text, quotes, (until,)),))


def _comments(
    question: Question, document: Document, documents: Sequence[Document], holdings: Holdings
) -> Outcome | None:
    open_to_comments = next((d for d in (document, *documents) if d.comment_until), None)
    if open_to_comments is None or open_to_comments.comment_until is None:
        return None
    quotes = _quote_found(open_to_comments.comment_until, open_to_comments, holdings)
    printed = quotes[0].text if quotes else open_to_comments.comment_until.value
    of = "" if open_to_comments is document else f"《{open_to_comments.title}》的"
    return Answered((Statement(f"{of}意见反馈截止时间：{printed}。", quotes),))


def _issuer(question: Question, document: Document, documents: Sequence[Document], holdings: Holdings) -> Outcome:
    names = [found.value for found in document.issuers]
    same_file = [d for d in documents if d.source_file == document.source_file]
    for other in same_file:
        for clause in holdings.units_of([other.id]):
            for sentence in sentences(clause):
                if _DRAFTED.search(sentence.folded) and any(_abbreviates(name, sentence.text) for name in names):
                    body = sentence.text.rstrip("。；;，, ")
                    maker = "、".join(names)
                    shown = body if len(body) <= _GIST_CHARS else body[-_GIST_CHARS:]
                    text = f"起草单位是{maker}。" if "起草" in body else f"{shown}。"
                    return Answered((Statement(text, (Quote(clause, sentence.span), *_signature(document, holdings))),))
    if not names and (titled := _IN_TITLE.match(document.title)):
        return Answered((Statement(f"《{document.title}》由{titled[1].strip()}发布。", _head(document, holdings)),))
    if not names:
        return _not_stated(document, holdings, "发文机关")
    text = f"《{document.title}》由{'、'.join(names)}发布。"
    return Answered((Statement(text, _signature(document, holdings)),))


def _signature(document: Document, holdings: Holdings) -> tuple[Quote, ...]:
    return tuple(q for found in document.issuers for q in _quote_found(found, document, holdings))


def _abbreviates(name: str, text: str) -> bool:
    """Whether ``text`` names the office ``name``, maybe without its city (市科学技术局)."""
    return name in text or any(name[i:] in text for i in range(1, max(1, len(name) - 4)))


def _status(question: Question, document: Document, documents: Sequence[Document], holdings: Holdings) -> Outcome:
    if asks_of_earlier(question.folded) and (told := repeals(document, documents, holdings)):
        return told
    named = STATUS_NAMES[document.status]
    number = f"（{document.doc_number.value}）" if document.doc_number else ""
    if document.status is Status.DRAFT:
        text = f"《{document.title}》还是征求意见稿（草案），没有正式印发，不能作为办事依据。"
    elif document.effective_until and question.as_of and document.effective_until.value < question.as_of.isoformat():
        until = spoken_date(document.effective_until.value)
        text = f"《{document.title}》{number}已过有效期（至{until}）。"
        quotes = _quote_found(document.effective_until, document, holdings)
        return Answered((Statement(text, (*_head(document, holdings), *quotes), (until,)),))
    elif document.status is Status.IN_FORCE:
        text = f"《{document.title}》{number}已正式印发。"
    else:
        text = f"《{document.title}》{number}的状态：{named}。"
    return Answered((Statement(text, _head(document, holdings)),))


def _numbering(
    question: Question, document: Document, documents: Sequence[Document], holdings: Holdings
) -> Outcome | None:
    tasks = numbered_tasks(document, holdings)
    if not tasks:
        return None
    last = max(tasks, key=lambda c: c.ordinal or 0)
    text = f"正文编号到第{last.ordinal}条（{last.heading or last.title}），共{len(tasks)}条。"
    statement = Statement(text, (Quote(last, Span(0, len(last.title))),), (f"{len(tasks)}条", f"第{last.ordinal}条"))
    notices = figures_differ(document, len(tasks), documents, holdings)
    return Answered((statement,), notices)


def _clause(
    question: Question, document: Document, documents: Sequence[Document], holdings: Holdings
) -> Outcome | None:
    if not question.clause_numbers:
        return None
    hits = holdings.numbered(document.id, question.clause_numbers)
    if not hits:
        text = f"《{document.title}》中没有第{question.clause_numbers[-1]}条。"
        return Refused("value_not_stated", text, _head(document, holdings))
    return Answered(gist(hits[0], question.clause_numbers[-1]))


def gist(clause: Clause, number: int) -> tuple[Statement, ...]:
    """What a clause is about: its heading, and the sentences that promise or fix something."""
    own = sentences(clause)
    telling = [s for s in own if s.quantities] or own
    chosen: list[Sentence] = []
    length = 0
    for sentence in sorted(own, key=lambda s: (s not in telling, s.position)):
        body = without_roles(sentence.text)
        if not body or (chosen and length + len(body) > _GIST_CHARS):
            continue
        chosen.append(sentence)
        length += len(body)
    chosen.sort(key=lambda s: s.position)
    heading = f"第{number}条是“{clause.heading}”：" if clause.heading else f"第{number}条："
    body = "".join(without_roles(s.text) for s in chosen).rstrip("。；;，, ")
    text = f"{heading}{body}。"
    quotes = tuple(Quote(clause, s.span) for s in chosen)
    return (Statement(text, quotes or (Quote(clause, Span(0, len(clause.text))),)),)


def _not_stated(document: Document, holdings: Holdings, what: str) -> Refused:
    return Refused("value_not_stated", f"《{document.title}》原文未载明{what}。", _head(document, holdings))


_ANSWERS = {
    Facet.CLAUSE: _clause,
    Facet.NUMBERING: _numbering,
    Facet.DOC_NUMBER: _doc_number,
    Facet.BASIS: _basis,
    Facet.ISSUE_DATE: _issue_date,
    Facet.EFFECTIVE: _effective,
    Facet.EXPIRY: _expiry,
    Facet.COMMENTS: _comments,
    Facet.ISSUER: _issuer,
    Facet.STATUS: _status,
}
DOCUMENT_FACETS = frozenset(_ANSWERS)
