"""The documents that a document is based on, repeals or interprets."""

import pytest

from ingest.metadata.links import links
from ingest.model import DocType
from ingest.normalize import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "依据《关于加快建设的意见》（鲁政字〔2022〕225号）和《某省条例》，结合我市实际，制定本办法。",
            [("based_on", "关于加快建设的意见", "鲁政字〔2022〕225号"), ("based_on", "某省条例", None)],
        ),
        ("依照《中华人民共和国治安管理处罚法》处罚。", []),
        (
            "本办法自2024年1月1日起施行，同时废止《甲办法》（某政发〔2010〕1号）、《乙办法》。",
            [("repeals", "甲办法", "某政发〔2010〕1号"), ("repeals", "乙办法", None)],
        ),
        ("《甲办法》和《乙办法》同时废止。", [("repeals", "甲办法", None), ("repeals", "乙办法", None)]),
        ("《甲规定》自本解释公布之日起不再执行。", [("repeals", "甲规定", None)]),
        ("《甲规定》尚未废止。", []),
    ],
)
def test_links(text, expected):
    found = links(list(lines(text)), DocType.POLICY, "某办法")
    assert [(x.relation, x.title, x.doc_number) for x in found] == expected
    for link in found:
        assert link.title is not None
        assert link.span.cut(text).startswith(link.title)


@pytest.mark.parametrize(
    ("title", "interpreted"),
    [("《某市若干政策》政策解读", "某市若干政策"), ("某市支持创新若干措施政策解读", "某市支持创新若干措施")],
)
def test_an_interpretation_is_linked_to_its_policy(title, interpreted):
    found = links(list(lines(title)), DocType.INTERPRETATION, title)
    assert [(x.relation, x.title) for x in found] == [("interprets", interpreted)]
