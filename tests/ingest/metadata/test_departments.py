"""The departments at the end of a clause, by role."""

import pytest

from ingest.metadata.departments import departments
from ingest.model import Role


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("（牵头单位：市科技局；配合单位：市财政局、市税务局）", "牵头单位市科技局 配合单位市财政局 配合单位市税务局"),
        ("【责任单位：市科技局，配合单位：市教育局】", "责任单位市科技局 配合单位市教育局"),
        ("（市科技局牵头，市财政局配合）", "牵头单位市科技局 配合单位市财政局"),
        ("（市科技局、市财政局按职责分工负责）", "责任单位市科技局 责任单位市财政局"),
        (
            "（市政府办公室、市大数据局牵头，各有关部门配合）",
            "牵头单位市政府办公室 牵头单位市大数据局 配合单位各有关部门",
        ),
        ("（三）", ""),
    ],
)
def test_departments_by_role(tail, expected):
    text = "给予50万元奖补。" + tail
    found = departments(text, 100)
    assert " ".join(d.role.value + d.name for d in found) == expected
    assert all(text[d.span.start - 100 : d.span.end - 100] == d.name for d in found)
    assert {d.role for d in found} <= set(Role)
