"""Real files of every format, written with the writing side of the libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

W_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FONT = "STSong-Light"


def docx_bytes(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def slim(document: docx.document.Document) -> bytes:
    """The document without the template's unused styles and parts, so that a fuzz hits what is read."""
    used = {"Normal", "Heading 1", "Normal Table", "Table Grid"}
    for style in list(document.styles):
        if style.name not in used:
            style.delete()
    document.styles.element.remove(document.styles.element.find(f"{W}latentStyles"))
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if not relation.reltype.endswith(("/officeDocument", "/styles", "/numbering")):
                del part.rels[key]
    return docx_bytes(document)


def numbered_document(levels: Sequence[tuple[str, str]], overrides: str = "") -> docx.document.Document:
    """A document whose list 1 has ``levels`` of (number format, pattern); ``overrides`` is XML of further w:num."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    body = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (fmt, pattern) in enumerate(levels)
    )
    numbering.append(parse_xml(f'<w:abstractNum {W_NAMESPACE} w:abstractNumId="0">{body}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W_NAMESPACE} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    if overrides:
        for child in parse_xml(f"<w:nums {W_NAMESPACE}>{overrides}</w:nums>"):
            numbering.append(child)
    return document


def numbered(paragraph: Paragraph, level: int, num_id: int = 1) -> Paragraph:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {W_NAMESPACE}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')
    )
    return paragraph


def inserted_and_deleted(paragraph: Paragraph, inserted: str, deleted: str) -> None:
    paragraph._p.append(
        parse_xml(f'<w:ins {W_NAMESPACE} w:id="1" w:author="a"><w:r><w:t>{inserted}</w:t></w:r></w:ins>')
    )
    paragraph._p.append(
        parse_xml(f'<w:del {W_NAMESPACE} w:id="2" w:author="a"><w:r><w:delText>{deleted}</w:delText></w:r></w:del>')
    )


def content_control(document: docx.document.Document, text: str) -> None:
    control = f"<w:sdt {W_NAMESPACE}><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(len(document.element.body) - 1, parse_xml(control))


def auto_numbered_cell(document: docx.document.Document, row: int) -> None:
    numbered(document.tables[0].cell(row, 0).paragraphs[0], 0)


def xlsx_bytes(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf_bytes(
    pages: Sequence[Sequence[tuple[float, float, str]]], size: int = 16, password: str | None = None, font: str = FONT
) -> bytes:
    """A PDF with text at (points from the left, points from the top) on each page.

    An empty password locks changes only.
    """
    stream = io.BytesIO()
    canvas = _canvas(stream, password)
    for page in pages:
        canvas.setFont(font, size)
        for left, top, text in page:
            canvas.drawString(left, A4[1] - top, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def pdf_with_table(rows: Sequence[Sequence[str]], above: str) -> bytes:
    stream = io.BytesIO()
    canvas = _canvas(stream, None)
    canvas.setFont(FONT, 12)
    canvas.drawString(90, A4[1] - 100, above)
    top, height, width = A4[1] - 130, 24, 120
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            canvas.rect(90 + c * width, top - (r + 1) * height, width, height)
            canvas.drawString(96 + c * width, top - (r + 1) * height + 8, text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def scanned_pdf() -> bytes:
    """A page that is one picture and has no text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    stream = io.BytesIO()
    canvas = _canvas(stream, None)
    canvas.drawImage(ImageReader(Image.new("L", (300, 420), 200)), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def plain_pdf(objects: list[bytes]) -> bytes:
    """A PDF of one page: ``objects`` are numbered from 3, the page first."""
    head = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate([*head, *objects], 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    size = len(offsets) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return data + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(data))


def _canvas(stream: io.BytesIO, password: str | None) -> Canvas:
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    encryption = StandardEncryption(password, ownerPassword="owner") if password is not None else None
    return Canvas(stream, pagesize=A4, encrypt=encryption, invariant=1)


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """A zip with one more (or another) member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return stream.getvalue()


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    width = max(len(row) for row in rows)
    for number, row in enumerate(rows, 1):
        book.active.append(list(row))
        if len(row) == 1:
            book.active.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    return xlsx_bytes(book)


def document_with_table(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    document = docx.Document()
    document.add_heading(title, 1)
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    return docx_bytes(document)
