"""Durations, last days, bands, steps, thresholds, formulas, majorities; expected values by hand."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer

BIRTH = (
    "女职工生育享受98天产假，其中产前可以休假15天；难产的，增加产假15天；生育多胞胎的，每多生育1个婴儿，增加产假15天。"
)
RULING = (
    "裁决劳动争议案件，应当自受理仲裁申请之日起四十五日内结束。案情复杂需要延期的，经批准，可以延期，"
    "但是延长期限不得超过十五日。"
)
LEAVE = "职工累计工作已满1年不满10年的，年休假5天；已满10年不满20年的，年休假10天；已满20年的，年休假15天。"
TRIAL = (
    "劳动合同期限三个月以上不满一年的，试用期不得超过一个月；劳动合同期限一年以上不满三年的，"
    "试用期不得超过二个月；三年以上固定期限的劳动合同，试用期不得超过六个月。"
)
FEES = (
    "财产案件按照下列比例分段累计交纳：\n1.不超过1万元的，每件交纳50元；\n"
    "2.超过1万元至10万元的部分，按照2.5%交纳；\n3.超过10万元的部分，按照2%交纳。"
)
DIVORCE = (
    "离婚案件每件交纳50元至300元。涉及财产分割，财产总额不超过20万元的，不另行交纳；超过20万元的部分，按照0.5%交纳。"
)
FINES = "货值金额不足一万元的，并处五千元以上五万元以下罚款；货值金额一万元以上的，并处货值金额十倍以上二十倍以下罚款。"
MARKS = "违法经营额五万元以上的，可以处违法经营额百分之二十以下的罚款，违法经营额不足五万元的，可以处一万元以下的罚款。"
CAR = "补偿费=车价款（元）×行驶里程（公里）/1000（公里）×n。\n使用补偿系数n由生产者确定。使用补偿系数n不得高于0.5%。"
RESEARCH = (
    "最近一年销售收入小于5,000万元的企业，研究开发费用占销售收入的比例不低于5%；"
    "最近一年销售收入在5,000万元至2亿元的企业，比例不低于4%；最近一年销售收入在2亿元以上的企业，比例不低于3%。"
)
DELEGATES = "职工超过一百人不满一千人的企业，代表名额以四十名为基数，职工每增加一百人，代表名额增加七名。"


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (BIRTH, "生了三胞胎，产假总共多少天", "128天（98天＋15天×2=128天）"),
        (BIRTH, "双胞胎产假一共几天", "113天（98天＋15天=113天）"),
        (BIRTH, "难产的产假一共几天", "113天（98天＋15天=113天）"),
        (BIRTH, "难产生了双胞胎，产假一共多少天", "128天（98天＋15天＋15天=128天）"),
        (RULING, "案子复杂又延了期，最长多少天裁完", "最长60日（45日＋15日=60日）"),
        (
            "应当在一个月以内作出决定，重大、复杂的案件，可以延长十五日。",
            "延长了，最长多久作出决定",
            "最长1个月再加15日（基本1个月，另加15日）",
        ),
    ],
)
def test_additions_whose_condition_is_named_are_added_to_the_base(clause: str, question: str, says: str) -> None:
    assert answer(question, clause) == says


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("5月10日收到判决，上诉最晚到几号", "最晚5月25日（"),
        ("2024年2月20日收到判决，上诉最晚到几号", "最晚2024年3月6日（"),  # 29 days in that February: 9 + 6
        ("2023年2月20日收到判决，上诉最晚到几号", "最晚2023年3月7日（"),  # 28 days: 8 + 7
        ("12月25日收到判决，上诉最晚到几号", "最晚次年1月9日（"),
    ],
)
def test_the_last_day_is_counted_by_the_calendar(question: str, day: str) -> None:
    assert answer(question, "有权在判决书送达之日起十五日内提起上诉。").startswith(day)


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (LEAVE, "工作了12年，年休假几天", "年休假10天（12年属于“已满10年不满20年”的情形）"),
        (LEAVE, "工作了10年，年休假几天", "年休假10天（10年属于“已满10年不满20年”的情形）"),
        (LEAVE, "工作25年，年休假几天", "年休假15天（25年属于“已满20年”的情形）"),
        (
            TRIAL,
            "签了两年的合同，试用期最长几个月",
            "试用期不得超过二个月（2年属于“劳动合同期限一年以上不满三年”的情形）",
        ),
        (FINES, "货值金额5000元罚多少", "并处五千元以上五万元以下罚款（5000元属于“货值金额不足一万元”的情形）"),
        (
            FINES,
            "货值金额3万元罚多少",
            "30万元以上60万元以下（3万元×10至20倍=30万元以上60万元以下；3万元属于“货值金额一万元以上”的情形）",
        ),
        (MARKS, "违法经营额8万元罚多少", "最高1.6万元（8万元×20%=1.6万元；8万元属于“违法经营额五万元以上”的情形）"),
        (MARKS, "违法经营额3万元罚多少", "可以处一万元以下的罚款（3万元属于“违法经营额不足五万元”的情形）"),
    ],
)
def test_the_band_the_given_lies_in_is_looked_up(clause: str, question: str, says: str) -> None:
    assert answer(question, clause) == says


def test_parts_of_a_scale_are_added_up() -> None:
    # 50 + 90 000 × 2.5 % + 200 000 × 2 % = 50 + 2 250 + 4 000
    says = "6300元（分段计算：50元＋（10万元－1万元）×2.5%＋（30万元－10万元）×2%=6300元）"
    assert answer("财产案件标的30万，交多少", FEES) == says


def test_what_is_charged_besides_a_scale_is_added_to_it() -> None:
    # 600 000 × 0.5 % = 3 000, and 50 to 300 besides
    assert answer("离婚分80万元财产，交多少", DIVORCE).startswith("3050元至3300元（")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("研发费600万、销售收入1亿，比例达到要求吗", "6%，达到4%的要求（600万元÷1亿元=6%"),
        ("研发费600万、销售收入3亿，比例达到要求吗", "2%，未达到3%的要求（600万元÷3亿元=2%"),
    ],
)
def test_a_ratio_of_two_givens_is_held_against_the_threshold_of_its_band(question: str, says: str) -> None:
    assert answer(question, RESEARCH).startswith(says)


def test_a_second_given_is_held_against_the_limit_of_the_band() -> None:
    assert answer("三年的合同，试用期8个月合法吗", TRIAL).startswith("超过：8个月，原文要求是“试用期不得超过六个月”")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("车价20万跑了1万公里，补偿系数按0.5%算，补偿费是多少", "1万元（"),  # 200 000 × 10 000 / 1 000 × 0.005
        ("车价20万跑了1万公里，补偿费是多少", "最高1万元（"),
        ("车价15万跑了3000公里，补偿系数0.2%，补偿费是多少", "900元（"),  # 150 000 × 3 × 0.002
    ],
)
def test_a_printed_formula_is_worked_out_with_the_askers_values(question: str, says: str) -> None:
    assert answer(question, CAR).startswith(says)


def test_steps_beyond_a_threshold_are_added_to_the_base() -> None:
    # 40 + 7 × (500 − 100) / 100
    assert answer("职工500人，代表名额多少", DELEGATES).startswith("68名（40名＋7名×（500人－100人）÷100人")


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        ("由人数占比三分之二以上的业主参与表决。", "小区300户，至少多少户参与", "至少200户（"),
        ("由人数占比三分之二以上的业主参与表决。", "小区301户，至少多少户参与", "至少201户（"),  # 200.67
        ("会议应当有本村十八周岁以上村民的过半数参加。", "全村900人，多少人参加才够", "至少451人（"),
        ("会议应当有本村十八周岁以上村民的过半数参加。", "全村901人，多少人参加才够", "至少451人（"),
    ],
)
def test_a_majority_is_rounded_up_to_whole_heads(clause: str, question: str, says: str) -> None:
    assert answer(question, clause).startswith(says)


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        ("每通过1家给予5000元奖补，每家机构每年最高奖补20万元。", "辅导多少家能拿满", "40家（20万元÷5000元"),
        ("按照交易额的1.5%给予补助，最高不超过50万元。", "交易额做到多少能拿满", "约3333.33万元（50万元÷1.5%"),
    ],
)
def test_what_fills_a_cap_is_the_cap_by_the_rate(clause: str, question: str, says: str) -> None:
    assert answer(question, clause).startswith(says)


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (BIRTH, "产假多少天"),
        (BIRTH, "双胞胎增加几天产假"),
        (BIRTH, "难产多休几天"),
        (RULING, "多少天内裁完"),
        (RULING, "延长期限最多几天"),
        (LEAVE, "年休假有几档"),
        (TRIAL, "试用期最长多久"),
        (FEES, "案件受理费怎么交"),
        ("应当在收到之日起五个工作日内答复。", "5月10日收到，最晚几号答复"),
        ("有权在判决书送达之日起十五日内提起上诉。", "2月20日收到判决，上诉最晚到几号"),
        ("不得为未满十六周岁的未成年人提供服务。", "未满16周岁可以住旅馆吗"),
        (CAR, "补偿费怎么算"),
        (DELEGATES, "职工550人，代表名额多少"),
    ],
    ids=[
        "the base alone",
        "the addition alone",
        "the addition in other words",
        "no extension",
        "the extension alone",
        "no given",
        "no given 2",
        "no given 3",
        "working days need a calendar of holidays",
        "a leap year would matter",
        "a class of persons is no given",
        "no values",
        "not whole steps",
    ],
)
def test_nothing_is_worked_out_that_was_not_asked_or_cannot_be_known(clause: str, question: str) -> None:
    assert answer(question, clause) == ""
