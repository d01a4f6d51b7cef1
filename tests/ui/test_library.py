"""The list of documents."""

from __future__ import annotations

from tests.ui.samples import a_document
from ui.library import library_list, regions_of


def test_the_list_states_what_a_document_states() -> None:
    html = library_list([a_document(published_on="2025-05-09", comment_until="2025-06-09", title="<甲>的通知")])
    for stated in (
        "&lt;甲&gt;的通知",
        "征求意见稿",
        "某市",
        "发布 2025-05-09",
        "征求意见至 2025-06-09",
        "3 条",
    ):
        assert stated in html
    assert "None" not in html
    assert "1 份文件" in html


def test_regions_stand_once_in_order() -> None:
    documents = [a_document(region=region) for region in ("乙市", "甲市", None, "乙市")]
    assert regions_of(documents) == ["乙市", "甲市"]
