"""Ways to reach somebody, told apart."""

from __future__ import annotations

import pytest

from server.answer.contact import contacts_asked, prints_contact

PHONE, MAIL, ADDRESS = (
    "联系电话:0633-8773169。",
    "将意见发送至邮箱zypzk@rz.shandong.cn。",
    "寄至:日照市济宁路369号日照市科技局收,邮编276800",
)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("有电话吗", ("联系电话",)),
        ("拨哪个号", ("联系电话",)),
        ("发到哪个邮箱", ("电子邮箱",)),
        ("信寄到哪儿", ("通讯地址",)),
        ("电话和邮箱都给我", ("联系电话", "电子邮箱")),
        ("联系谁", ()),
    ],
)
def test_the_kind_of_contact_asked_for_is_read(question: str, kinds: tuple[str, ...]) -> None:
    assert contacts_asked(question) == kinds


def test_each_kind_is_found_where_it_is_printed_and_nowhere_else() -> None:
    printed = {"联系电话": PHONE, "电子邮箱": MAIL, "通讯地址": ADDRESS}
    for kind in printed:
        assert [k for k, text in printed.items() if prints_contact(text, (kind,))] == [kind]


def test_a_year_or_an_amount_is_no_telephone_number() -> None:
    assert prints_contact("到2027年,投入102.64亿元,培训15万人次", ()) is False
