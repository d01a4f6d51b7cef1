"""Whether a document is in force."""

import pytest

from ingest.metadata.doc_type import doc_type
from ingest.metadata.validity import status
from ingest.model import Status
from ingest.normalize import lines


@pytest.mark.parametrize(
    ("title", "fronts", "page", "evidence", "expected"),
    [
        ("若干政策（征求意见稿）", "", "", True, Status.DRAFT),
        ("实施意见", "（本文件已废止）", "", True, Status.REPEALED),
        ("实施意见", "", "有效性：失效", True, Status.EXPIRED),
        ("实施意见", "", "索引号：1 有效性：有效", False, Status.IN_FORCE),
        ("实施意见", "", "", True, Status.IN_FORCE),
        ("实施意见", "", "", False, Status.UNKNOWN),
        ("工作总结", "", "", True, Status.INFORMATIONAL),
    ],
)
def test_status(title, fronts, page, evidence, expected):
    assert status(title, doc_type(title), list(lines(fronts)), evidence, list(lines(page))) is expected
