"""How many members a list has, as asked and as printed; the numbers were counted by hand."""

from __future__ import annotations

import pytest

from server.answer.list_size import lists_exactly, size_asked


@pytest.mark.parametrize(
    ("question", "size"),
    [
        ("给企业排的成长台阶是哪四级", 4),
        ("要当哪三种城市", 3),
        ("三句话分别是", 3),
        ("六个生态都叫什么", 6),
        ("一共提了哪仨类", 3),
        ("归口的四个局是哪些", 4),
        ("有哪些措施", None),
        ("3个月能办完吗", None),
    ],
)
def test_the_size_is_the_number_the_asker_says(question: str, size: int | None) -> None:
    assert size_asked(question) == size


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        ("建立“初创企业—科技型中小企业—高新技术企业—科技领军企业”梯次培育体系", 4),
        ("推进“无证明城市”、“无押金城市”、“无人工审批”等改革", 3),
        ("完善“揭榜制”“挂帅制”“组阁制”等科技项目精准组织模式", 3),
        ("评价科学价值、技术价值、经济价值、社会价值和文化价值", 5),
    ],
)
def test_members_side_by_side_are_counted(sentence: str, size: int) -> None:
    assert [n for n in range(2, 9) if lists_exactly(sentence, n)] == [size]
