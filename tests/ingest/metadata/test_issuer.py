"""Who issued a document."""

from ingest.metadata.issuer import issuers
from ingest.normalize import lines


def test_several_issuers_each_with_its_place():
    text = "平原市科学技术局\n平原市财政局 平原市税务局\n2024年3月6日"
    named = issuers(list(lines(text)), "关于奖补的通知", 0, True)
    assert [n.value for n in named] == ["平原市科学技术局", "平原市财政局", "平原市税务局"]
    assert [n.span.cut(text) for n in named] == [n.value for n in named]
