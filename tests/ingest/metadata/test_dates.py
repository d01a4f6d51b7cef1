"""Dates, validity and deadlines in the words of official texts, each with its place."""

import pytest

from ingest.metadata.dates import comment_until, effective_from, effective_until, find_dates
from ingest.model import Found, Span
from ingest.normalize import lines
from tests.ingest.trees import document


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年8月15日", "2023-08-15"),
        ("２０２３年８月１５日", "2023-08-15"),
        ("二〇二三年八月十五日", "2023-08-15"),
        ("二○一九年十二月三十一日", "2019-12-31"),
        ("2022-04-01 09:37:15", "2022-04-01"),
        ("2022/4/1", "2022-04-01"),
        ("2024 年 2 月 29 日", "2024-02-29"),
    ],
)
def test_dates_in_every_script(text, iso):
    (found,) = find_dates(f"于{text}。")
    assert found.value == iso


@pytest.mark.parametrize("text", ["2023年2月29日", "2023年13月1日", "2023年8月", "1.2.3"])
def test_what_is_no_full_date(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "effective", "until"),
    [
        ("本办法自2023年9月1日起施行，有效期至2028年8月31日。", "2023-09-01", "2028-08-31"),
        ("本意见自二〇二三年九月一日起实施，有效期5年。", "2023-09-01", "2028-08-31"),
        ("自2024年2月29日起施行，试行期为一年。", "2024-02-29", "2025-02-27"),
        ("《某条例》自2003年8月1日起施行后，情况变化。本办法自2025年1月1日起施行。", "2025-01-01", None),
        ("许可证有效期为五年。本条例自2020年5月1日起施行。", "2020-05-01", None),
        ("本通知自印发之日起施行。", "2021-06-07", None),
        ("本条例自公布之日起施行。", "2021-06-09", None),
        ("应当自印发之日起三十日内报送。", None, None),
    ],
)
def test_validity_in_words(text, effective, until):
    printed, published = Found("2021-06-07", Span(0, 1)), Found("2021-06-09", Span(0, 1))
    begins = effective_from(list(lines(text)), printed, published)
    ends = effective_until(list(lines(text)), begins)
    assert (begins and begins.value, ends and ends.value) == (effective, until)
    for found in (begins, ends):
        assert found is None or 0 <= found.span.start < found.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("如有意见建议可在2025年6月9日前反馈。", "2025-06-09"),
        ("请于二〇二五年六月九日之前将意见反馈。", "2025-06-09"),
        ("意见反馈截止时间：2025年6月9日。", "2025-06-09"),
        ("征求意见时间为2025年5月9日至6月9日。", "2025-06-09"),
        ("征求意见时间：2025年5月9日至2025年6月9日，逾期不再反馈。", "2025-06-09"),
        ("2025年6月9日前完成建设。", None),
    ],
)
def test_comment_deadlines(text, until):
    found = comment_until(list(lines(text)))
    assert (found and found.value) == until


def test_the_imprint_tells_when_a_document_was_printed(tmp_path):
    text = (
        "平原市人民政府关于奖补的意见\n一、奖补\n本意见自印发之日起施行，有效期三年。\n平原市人民政府\n2024年3月5日\n"
        "（此件公开发布）\n平原市人民政府办公室 2024年3月8日印发\n"
    )
    found = document(tmp_path, text, "a.txt")
    values = [f and f.value for f in (found.issued_on, found.effective_from, found.effective_until)]
    assert values == ["2024-03-05", "2024-03-08", "2027-03-07"]
    assert found.issuer == "平原市人民政府"
