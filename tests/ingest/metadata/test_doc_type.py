"""The type of a document, by its title."""

import pytest

from ingest.metadata.doc_type import doc_type
from ingest.model import DocType


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某市科技创新条例", DocType.REGULATION),
        ("关于印发《办法》的通知", DocType.NOTICE),
        ("若干政策（征求意见稿）", DocType.POLICY),
        ("《若干政策》草案解读", DocType.INTERPRETATION),
        ("2021年工作总结", DocType.SUMMARY),
        ("2022年工作要点", DocType.WORK_PLAN),
        ("实施意见", DocType.OPINION),
        ("公开征求意见的公告", DocType.ANNOUNCEMENT),
        ("议事规则", DocType.REGULATION),
        ("申报表", DocType.OTHER),
    ],
)
def test_types_of_documents(title, kind):
    assert doc_type(title) is kind


def test_an_enacted_measure_is_a_regulation():
    assert doc_type("某省实施《某法》办法", enacted=True) is DocType.REGULATION
    assert doc_type("某市公告", enacted=True) is DocType.ANNOUNCEMENT
