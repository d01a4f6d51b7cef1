"""What a person reads in the five files, and where every value was read from."""

from pathlib import Path

import pytest

from ingest.model import Document, Found
from ingest.pipeline import ingest_paths

_CORPUS = Path(__file__).parents[3] / "docs_corpus"


# What a person reads in the five files.
@pytest.mark.parametrize(
    ("document_id", "number", "issuer", "adcode", "issued", "published", "state"),
    [
        (
            "liaocheng-2023-strong-city-opinions",
            "聊政字〔2023〕11号",
            "聊城市人民政府",
            "371500",
            None,
            None,
            "in_force",
        ),
        (
            "linyi-2023-strong-city-opinions",
            "临政字〔2023〕104号",
            "临沂市人民政府",
            "371300",
            "2023-08-15",
            "2023-11-10",
            "in_force",
        ),
        ("rizhao-2025-innovation-ecosystem-draft.1", None, "日照市科学技术局", "371100", "2025-05-09", None, "draft"),
        ("rizhao-2025-innovation-ecosystem-draft.2", None, "日照市科学技术局", "371100", "2025-05-09", None, "draft"),
        (
            "rizhao-2025-innovation-ecosystem-draft.3",
            None,
            "日照市科学技术局",
            "371100",
            "2025-05-09",
            None,
            "informational",
        ),
        ("zibo-2021-summary-2022-plan.1", None, "淄博市科学技术局", "370300", "2022-04-01", "2022-04-01", "in_force"),
        (
            "zibo-2022-innovative-city-opinions",
            "淄政发〔2022〕4号",
            "淄博市人民政府",
            "370300",
            "2022-07-17",
            None,
            "in_force",
        ),
    ],
)
def test_the_five_policies(document_id, number, issuer, adcode, issued, published, state):
    found = {d.id: d for d in ingest_paths([_CORPUS]).documents}[document_id]
    values = [f and f.value for f in (found.doc_number, found.issued_on, found.published_on)]
    assert values == [number, issued, published]
    assert found.issuer == issuer
    assert found.region is not None
    assert found.region.adcode == adcode
    assert found.status.value == state


def test_every_span_of_the_corpus_lies_in_its_source():
    library = ingest_paths([_CORPUS])
    texts = {source.name: source.text for source in library.sources}
    spans = 0
    for found in library.documents:
        for field in _found_fields(found):
            text = texts[found.source_file]
            assert 0 <= field.span.start < field.span.end <= len(text)
            spans += 1
    # one 文号, issuer, issued or published date a document at the least
    assert spans >= len(library.documents)


def _found_fields(found: Document) -> list[Found[str]]:
    single = (
        found.doc_number,
        found.issued_on,
        found.published_on,
        found.effective_from,
        found.effective_until,
        found.comment_until,
    )
    return [*found.issuers, *(field for field in single if field is not None)]
