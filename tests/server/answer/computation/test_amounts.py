"""Shares, amounts for each, multiples: every expected value is worked out by hand beside its formula."""

from __future__ import annotations

import pytest

from tests.server.answer.working import answer, worked

PROJECT = "对承担省重大专项的单位，给予上年度省拨经费30%、单个项目最高100万元的配套奖励。"
TRADE = "对认定登记的技术合同，按照年度免税技术交易额的1.5%给予补助，最高不超过50万元。"
AGENCY = "每通过1家给予中介机构5000元奖补，每家中介机构每年最高奖补20万元。"
INJURY = "一次性伤残补助金标准为：五级伤残为18个月的本人工资，六级伤残为16个月的本人工资。"
LATE = "逾期不缴纳的，自欠缴之日起，按日加收万分之五的滞纳金。"
FRAUD = "有欺诈行为的，增加赔偿的金额为消费者购买商品的价款的三倍；增加赔偿的金额不足五百元的，为五百元。"
FAKE = "处货值金额十五倍以上三十倍以下的罚款；货值金额不足十万元的，按十万元计算。"
SERVICE = (
    "经济补偿按劳动者在本单位工作的年限，每满一年支付一个月工资的标准向劳动者支付。"
    "六个月以上不满一年的，按一年计算；不满六个月的，向劳动者支付半个月工资的经济补偿。"
)
OVERTIME = (
    "支付高于正常工作时间工资的报酬：\n（一）延长工作时间的，支付不低于工资的百分之一百五十的工资报酬；\n"
    "（二）休息日工作又不能补休的，支付不低于工资的百分之二百的工资报酬；\n"
    "（三）法定休假日工作的，支付不低于工资的百分之三百的工资报酬。"
)


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (PROJECT, "去年省里拨了240万，市里再配多少", ("72万元（", "240万元×30%=72万元", "未超过单个项目最高100万元")),
        (PROJECT, "省拨经费500万能配多少", ("100万元（", "500万元×30%=150万元", "按100万元计")),
        (TRADE, "免税额2000万，补助多少", ("30万元（", "2000万元×1.5%=30万元")),
        (TRADE, "免税额5000万，补助多少", ("50万元（", "5000万元×1.5%=75万元", "按50万元计")),
        (LATE, "欠缴10万元，拖了30天，滞纳金多少", ("1500元（", "10万元×万分之五×30天=1500元")),
        (OVERTIME, "日工资200，法定休假日加班2天，给多少", ("不低于1200元（", "200元×300%×2天=1200元")),
        ("定金的数额不得超过主合同标的额的百分之二十。", "合同标的额100万，定金最多多少", ("最高20万元（",)),
        ("职工福利费支出，不超过工资薪金总额14%的部分，准予扣除。", "工资总额500万，福利费能扣多少", ("最高70万元（",)),
        (
            "业务招待费支出，按照发生额的60%扣除，但最高不得超过当年销售收入的5‰。",
            "销售收入1亿元，业务招待费发生60万，能扣多少",
            ("36万元（", "60万元×60%=36万元", "50万元（1亿元×0.5%）"),
        ),
        (
            "业务招待费支出，按照发生额的60%扣除，但最高不得超过当年销售收入的5‰。",
            "销售收入2000万元，业务招待费发生60万，能扣多少",
            ("10万元（", "60万元×60%=36万元", "按10万元计"),
        ),
        ("用人单位安排残疾人就业的比例不得低于在职职工总数的1.5%。", "职工200人，至少安排多少残疾人", ("不低于3人（",)),
        (
            "每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额。",
            "罚款2000元，逾期40天，加处罚款多少",
            ("2000元（", "2000元×3%×40天=2400元", "按2000元计"),
        ),
    ],
)
def test_a_share_is_taken_of_the_base_the_asker_gives_and_held_by_the_cap(
    clause: str, question: str, says: tuple[str, ...]
) -> None:
    text = answer(question, clause)
    assert text.startswith(says[0])
    assert all(part in text for part in says)


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (AGENCY, "帮30家首次认定，能领多少", ("15万元（", "30家×5000元=15万元")),
        (AGENCY, "辅导成了52家，总共拿多少", ("20万元（", "52家×5000元=26万元", "按20万元计")),
        ("每培养1名技术经纪人给予1000元补助。", "培养了45个技术经纪人，一共补几万", ("4.5万元（",)),
        ("每人每月给予300元生活补助。", "3个人一年一共补多少", ("1.08万元（", "3个×12个月×300元")),
        ("每个子女每月2000元的标准定额扣除。", "两个孩子一年一共扣多少", ("4.8万元（", "2个×12个月×2000元")),
        ("侵占绿地的，按每平方米处三百元罚款，但罚款最高不超过五万元。", "占了200平方米罚多少", ("5万元（",)),
        ("按照面积每平方米处五十元以上一百元以下罚款。", "200平方米罚多少", ("1万元以上2万元以下（",)),
        ("加强基地建设，每年培训技术经纪人200人以上。", "三年一共培训多少人", ("不低于600人（", "3年×200人=600人")),
        ("累计缴费满一年的，每满一年领取三个月的失业保险金，最长为十二个月。", "缴费3年领几个月", ("9个月（",)),
        ("每年选取30%的园区，每家给予30万元奖补。", "30个园区一共给多少", ("270万元（", "30个×30%×30万元")),
    ],
)
def test_so_much_for_each_is_multiplied_by_every_number_the_clause_counts_by(
    clause: str, question: str, says: tuple[str, ...]
) -> None:
    text = answer(question, clause)
    assert text.startswith(says[0])
    assert all(part in text for part in says)


@pytest.mark.parametrize(
    ("clause", "question", "says"),
    [
        (INJURY, "六级工伤，月工资8000，一次性伤残补助金多少", ("12.8万元（", "8000元×16个月")),
        (INJURY, "5级伤残，月薪6000，一次性伤残补助金多少", ("10.8万元（", "6000元×18个月")),
        (FRAUD, "买了2000元的东西，欺诈，增加赔偿多少", ("6000元（", "2000元×3倍")),
        (FRAUD, "买了100元的东西，欺诈，增加赔偿多少", ("500元（", "100元×3倍=300元", "按500元计")),
        ("可以要求支付价款十倍或者损失三倍的赔偿金。", "花300元买的过期食品，赔偿金多少", ("3000元（", "300元×10倍")),
        (FAKE, "货值金额50万，罚多少", ("750万元以上1500万元以下（",)),
        (FAKE, "货值金额2万，罚多少", ("150万元以上300万元以下（", "2万元按10万元计")),
        (
            "处货值金额百分之五十以上三倍以下的罚款。",
            "货值金额10万罚多少",
            ("5万元以上30万元以下（",),  # 10万 × 0.5 and 10万 × 3
        ),
        ("收受定金的一方不履行债务的，应当双倍返还定金。", "定金5万，返还多少", ("10万元（", "5万元×2倍")),
        (SERVICE, "干了3年7个月，月薪9000，经济补偿多少", ("3.6万元（", "计4个月工资", "9000元×4个月=3.6万元")),
        (SERVICE, "干了5年3个月，月薪6000，经济补偿多少", ("3.3万元（", "计5.5个月工资")),
        (SERVICE, "工作了4年，经济补偿几个月工资", ("4个月工资（",)),
    ],
)
def test_a_multiple_is_of_the_base_and_grade_the_asker_names(clause: str, question: str, says: tuple[str, ...]) -> None:
    text = answer(question, clause)
    assert text.startswith(says[0])
    assert all(part in text for part in says)


def test_the_sentences_a_result_rests_on_are_all_quoted() -> None:
    statement = worked("买了100元的东西，欺诈，增加赔偿多少", FRAUD)
    assert statement is not None
    assert [quote.text.rstrip("；。") for quote in statement.quotes] == FRAUD.rstrip("。").split("；")


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        ("对首次通过认定的企业，给予10万元补助。", "30家首次认定给多少"),
        ("按照交易额的1.5%给予补助。", "30家企业能补多少"),
        ("每培养1名技术经纪人给予1000元补助。", "有500万元能补多少"),
        ("每年最高支持100万元。", "3年一共支持多少"),
        ("研发投入强度达到3.1%以上。", "研发投入500万元，奖励多少"),
        (LATE, "欠缴10万元，滞纳金多少"),
        ("最高额为国家上年度职工年平均工资的五倍。", "日平均工资400元，赔偿多少"),
        (
            "业务招待费支出，按照发生额的60%扣除，但最高不得超过当年销售收入的5‰。",
            "业务招待费发生60万，能扣多少",
        ),
        (OVERTIME, "日工资200，干了2天，给多少"),
        (INJURY, "一次性伤残补助金多少"),
        (FAKE, "造假罚多少"),
        ("月工资高于平均工资三倍的，按照平均工资支付。", "月工资6000，支付多少"),
        ("违法经营额五万元以上的，可以处违法经营额百分之二十以下的罚款。", "违法经营额3万元罚多少"),
    ],
    ids=[
        "no rule for each",
        "a count for a share",
        "money for a count",
        "only a cap",
        "a target",
        "no days",
        "a yearly wage and a daily one",
        "the cap's base is missing",
        "which of three cases is not said",
        "no wage",
        "no value",
        "a multiple that is a condition",
        "a band the given is not in",
    ],
)
def test_nothing_is_computed_where_the_clause_or_the_question_lacks_what_it_takes(clause: str, question: str) -> None:
    assert answer(question, clause) == ""
