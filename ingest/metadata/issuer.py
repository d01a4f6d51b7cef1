"""发文机关: who issued a document, read from its signature, its title, its history or the page around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.dates import is_date_line
from ingest.metadata.history import Act, events
from ingest.metadata.labels import ISSUER, labelled
from ingest.model import DocType, Found, IssuerBasis, Span
from ingest.normalize import Line

_BODY = (
    r"[\u4e00-\u9fa5]{2,30}?(?:人民政府(?:办公厅|办公室)?|人民代表大会(?:常务委员会)?|委员会(?:办公室)?|办公厅|办公室|"
    r"科学技术局|厅|局|部|总局|银行|人民法院|人民检察院|总署|署|中心|分行)"
)
_LINE = re.compile(rf"^{_BODY}(?:[\s、]+{_BODY})*$")
_HEAD = re.compile(rf"^({_BODY}(?:[\s、]+{_BODY})*|国务院(?:办公厅)?)(?=\s*关于|\s*印发|\s*公布|\s*办公)")
_ONE = re.compile(r"[^\s、]+")
_SIGNATURE_LINES = 8
_OFFICE = r"[\u4e00-\u9fa5]{2,30}?(?:政府|委员会|办公厅|办公室|中心|银行|(?:区|县|市|省)委|委|办|厅|局|部|院|会)"
_OFFICES = rf"(?P<who>{_OFFICE}(?:、{_OFFICE})*)"
_IMPRINT = re.compile(rf"^{_OFFICES}\s+[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日\s*印发$")
_STAMP = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\s+[0-9]{1,2}:"
_PUBLISHER = re.compile(rf"^{_OFFICES}(?:\s*发布(?:时间|日期)\s*[:：]|\s+{_STAMP})")
_INTERPRETER = re.compile(rf"[,，。；;]?由{_OFFICES}负责(?:具体)?解释")
_ADDRESS = re.compile(rf"(?:通信|通讯|联系|邮寄)地址\s*[:：]\s*{_OFFICES}(?=[(,，。;；\s])")


def issuers(
    fronts: Sequence[Line],
    title: str,
    title_start: int,
    title_is_contiguous: bool,
    furniture: Sequence[Line] = (),
) -> tuple[Found[str], ...]:
    """The issuers in the order printed.

    Looked for in turn: the signature, the title's head (…人民政府关于…), a line of their own in the head, the body that
    passed or published it by its history, the data table of the page around it.

    Args:
        fronts: the lines of the document that are not clauses of substance.
        title: the title as joined from its lines; ``title_start`` is its offset in the source.
        title_is_contiguous: whether the title stands in one line, so that a span in it is one in the source.
    """
    if signed := _signature(fronts):
        return signed
    if title_is_contiguous and (match := _HEAD.match(title)):
        return _split(match[1], title_start)
    for line in reversed(fronts):
        if _LINE.match(line.folded) and not _inside(line.text, title):
            return _split(line.text, line.span.start)
    told = [event for event in events(fronts) if event.act is not Act.AMENDED and event.issuers]
    own = [event for event in told if event.act is not Act.APPROVED] or told
    if own:
        return own[0].issuers
    stated = labelled(furniture, ISSUER)
    return _split(stated.value, stated.span.start) if stated else ()


def last_resort(
    lines: Sequence[Line], furniture: Sequence[Line], kind: DocType
) -> tuple[tuple[Found[str], ...], IssuerBasis]:
    """The issuer of a document that names none as such, and where it was read.

    Looked for in turn: the imprint (某办 2015年12月31日印发), who put the text out (某局发布时间：…, or before the
    time under the title), 由某局负责解释 (not of a regulation, which a government makes), and the
    addressee of letters (通信地址：某局).
    """
    for pattern, basis, among in (
        (_IMPRINT, IssuerBasis.NAMED, lines[-_SIGNATURE_LINES:]),
        (_PUBLISHER, IssuerBasis.PUBLISHER, furniture),
        (_INTERPRETER, IssuerBasis.INTERPRETER, lines),
        (_ADDRESS, IssuerBasis.ADDRESS, lines),
    ):
        if basis is IssuerBasis.INTERPRETER and kind is DocType.REGULATION:
            continue
        for line in among:
            if match := pattern.search(line.folded):
                start, end = match.span("who")
                return _split(line.text[start:end], line.span.start + start), basis
    return (), IssuerBasis.NAMED


def _signature(fronts: Sequence[Line]) -> tuple[Found[str], ...]:
    """The issuers signed over the last date line, one or several a line."""
    for position in range(len(fronts) - 1, 0, -1):
        if not is_date_line(fronts[position].folded):
            continue
        signed: tuple[Found[str], ...] = ()
        for line in reversed(fronts[max(0, position - _SIGNATURE_LINES) : position]):
            if not _LINE.match(line.folded):
                break
            signed = _split(line.text, line.span.start) + signed
        if signed:
            return signed
    return ()


def _inside(line: str, title: str) -> bool:
    """Whether a line is a piece of the title that is not its issuer (各级人民代表大会 / 常务委员会监督法)."""
    return line in title and re.match(rf"{re.escape(line)}\s*(?:关于|印发|公布|办公)", title) is None


def _split(text: str, start: int) -> tuple[Found[str], ...]:
    return tuple(Found(m.group(), Span(start + m.start(), start + m.end())) for m in _ONE.finditer(text))
