"""The lexicon of ways to say the same thing, against quotes of laws and policies and words that look alike."""

from __future__ import annotations

import re

import pytest

from ingest.metadata.region import divisions, short_name
from ingest.normalize import fold
from server.understanding.lexicon import Concept, load_lexicon
from server.understanding.terms import Term, read_terms

_OFFICIAL = [
    # Concepts, each with a sentence of a law, regulation or policy that uses its formal name.
    ("科技型中小企业", "壮大科技型中小企业队伍。"),
    ("高新技术企业", "对首次通过高新技术企业认定的企业，给予10万元补助；"),
    ("创业投资", "增强创业投资培育引导作用。"),
    ("知识产权", "强化知识产权创造、运用和保护。"),
    ("创业担保贷款", "对自主创办养老服务企业，符合条件的，可以享受创业担保贷款、一次性创业补贴；"),
    ("公共租赁住房", "住房救助通过配租公共租赁住房、发放住房租赁补贴、农村危房改造等方式实施。"),
    ("融资担保", "承包方可以用承包地的土地经营权向金融机构融资担保，并向发包方备案。"),
    ("就业困难人员", "（四）对就业困难人员实施就业援助；"),
    ("公益性岗位", "政府投资开发的公益性岗位，应当优先安排符合岗位要求的就业困难人员。"),
    ("生育津贴", "生育保险待遇包括生育医疗费用和生育津贴。"),
    ("供养亲属抚恤金", "因工死亡的，其遗属领取的丧葬补助金、供养亲属抚恤金和因工死亡补助金；"),
    ("非物质文化遗产", "使用非物质文化遗产，应当尊重其形式和内涵。"),
    ("解除劳动合同", "用人单位在试用期解除劳动合同的，应当向劳动者说明理由。"),
    ("延长工作时间", "（四）拒不支付劳动者延长工作时间工资报酬的；"),
    ("年休假", "军人享有年休假、探亲假等休息休假的权利。"),
    ("停工留薪期", "停工留薪期一般不超过12个月。"),
    ("业主委员会", "业主大会或者业主委员会的决定及会议记录；"),
    ("专项维修资金", "监督物业共用部位、共用设施设备专项维修资金（以下简称专项维修资金）的管理和使用；"),
    ("违法建设", "由作出限期改正决定的机关申请人民法院强制拆除违法建设的设施；"),
    ("电梯维护保养", "未按照本法规定以及安全技术规范的要求，进行电梯维护保养的，依照前款规定处罚。"),
    ("机动车驾驶证", "驾驶机动车，应当依法取得机动车驾驶证。"),
    ("电动自行车", "残疾人机动轮椅车、电动自行车在非机动车道内行驶时，最高时速不得超过十五公里。"),
    ("肇事逃逸", "（六）不依法履行救助义务或者肇事逃逸的；"),
    ("犬只", "携带犬只出户的，应当按照规定佩戴犬牌并采取系犬绳等措施，防止犬只伤人、疫病传播。"),
    ("烟花爆竹", "禁止生产、销售和燃放不符合质量标准的烟花爆竹。"),
    ("生活垃圾", "国家推行生活垃圾分类制度。"),
    ("建筑施工噪声", "建筑施工噪声，是指在建筑施工过程中产生的干扰周围生活环境的声音。"),
    ("排污许可", "产生工业固体废物的单位应当取得排污许可证。"),
    ("食品经营许可", "承包经营集中用餐单位食堂的，应当依法取得食品经营许可，并对食堂的食品安全负责。"),
    ("超过保质期", "（三）用超过保质期的食品原料、食品添加剂生产的食品、食品添加剂；"),
    ("七日无理由退货", "未经消费者在购买时确认的，经营者不得拒绝七日无理由退货。"),
    ("惩罚性赔偿", "侵权人故意侵权且情节严重，原告有权向人民法院请求惩罚性赔偿。"),
    ("生产安全事故", "（六）组织制定并实施本单位的生产安全事故应急救援预案；"),
    ("消防车通道", "（四）保障疏散通道、安全出口、消防车通道畅通，保证防火防烟分区、防火间距符合标准；"),
    ("责令停产停业", "违法实施罚款、吊销许可证和执照、责令停产停业、没收财物等行政处罚的；"),
    ("未成年人", "拐骗不满十四周岁的未成年人，脱离家庭或者监护人的，处五年以下有期徒刑或者拘役。"),
    ("无障碍环境", "残疾人、老年人之外的其他人有无障碍需求的，可以享受无障碍环境便利。"),
    ("禁止吸烟场所", "（六）对不听劝阻也不愿离开禁止吸烟场所的吸烟者，向监管部门举报。"),
    ("拾得", "拾得遗失物，应当返还权利人。"),
    ("农民专业合作社", "盈余主要按照成员与农民专业合作社的交易量（额）比例返还。"),
    ("办理期限", "情况复杂逾期不能办结的，报检察长批准，可以适当延长办理期限。"),
]

_PLAIN = [
    # What people say, what is meant, and a phrase of a document that says it.
    ("高企", "高新技术企业", "新认定的高新技术企业"),
    ("链主企业", "龙头企业", "支持龙头企业牵头"),
    ("开个体户", "个体工商户", "登记为个体工商户"),
    ("风投", "创业投资", "新设立的创业投资机构"),
    ("技改补多少", "技术改造", "企业实施技术改造"),
    ("充电桩", "充电设施", "建设充电设施"),
    ("租公租房", "公共租赁住房", "申请公共租赁住房"),
    ("提公积金", "提取住房公积金", "可以提取住房公积金"),
    ("吃低保", "最低生活保障", "享受最低生活保障待遇"),
    ("海归", "留学人员", "留学人员回国创业"),
    ("应届生", "高校毕业生", "高校毕业生就业"),
    ("中小微型企业外企", "外商投资", "外商投资企业"),
    ("头一回", "首次", "首次通过认定"),
    ("坏账", "不良", "不良贷款"),
    ("被辞退", "解除劳动合同", "解除劳动合同的"),
    ("遣散费", "经济补偿", "支付经济补偿"),
    ("加班费", "加班费", "支付高于劳动者正常工作时间工资"),
    ("不发工资", "拖欠工资", "拖欠工资的"),
    ("年假", "年休假", "享受年休假"),
    ("陪产假", "陪产假", "给予男方护理假"),
    ("干活受伤", "工伤", "认定为工伤"),
    ("下班路上", "上下班途中", "在上下班途中"),
    ("退休金", "基本养老金", "按月领取基本养老金"),
    ("房东", "出租人", "出租人应当"),
    ("租客", "承租人", "承租人应当"),
    ("二房东", "转租", "转租房屋"),
    ("业委会", "业主委员会", "业主委员会成员"),
    ("维修基金", "专项维修资金", "交存专项维修资金"),
    ("私搭乱建", "违法建设", "查处违法建设"),
    ("楼上扔", "高空抛物", "从建筑物中抛掷物品"),
    ("屋里温度", "室内温度", "室内温度不得低于"),
    ("煤气罐", "瓶装燃气", "瓶装燃气用户"),
    ("困在电梯", "被困", "被困人员"),
    ("电瓶车", "电动自行车", "驾驶电动自行车"),
    ("醉驾", "醉酒驾驶", "醉酒驾驶机动车"),
    ("狗证", "养犬登记", "办理养犬登记"),
    ("拴绳", "犬绳", "系犬绳"),
    ("放鞭炮", "燃放", "燃放烟花爆竹"),
    ("大年三十", "除夕", "农历除夕"),
    ("广场舞", "社会生活噪声", "社会生活噪声污染"),
    ("摆摊", "占道经营", "占道经营的"),
    ("吃坏肚子", "食物中毒", "发生食物中毒"),
    ("假一赔三", "惩罚性赔偿", "增加赔偿的金额"),
    ("健身卡", "预付卡", "单用途预付卡"),
    ("老赖", "失信被执行人", "失信被执行人名单"),
    ("会罚多少", "罚款", "处二百元以下罚款"),
    ("关几天", "拘留", "处五日以下拘留"),
    ("打官司", "诉讼", "提起诉讼"),
    ("民告官", "行政诉讼", "提起行政诉讼"),
    ("多久办好", "办理期限", "办结时限"),
    ("领证", "结婚登记", "办理结婚登记"),
    ("捡到钱包", "拾得", "拾得遗失物"),
]

_TRAPS = [
    # Texts with the letters of a way, and the concept they are not about.
    ("县级以上市场监督管理部门", "上市"),
    ("地级以上市人民政府", "上市"),
    ("相关行业主管部门", "业主"),
    ("林业主管部门", "业主"),
    ("外国投资者和中国家庭", "国家级"),
    ("提高企业自主创新能力", "高新技术企业"),
    ("不低于最低保修期限", "最低生活保障"),
    ("划分教学区域", "学区"),
    ("全部内容错误", "容错"),
    ("是否因非遗传变异导致", "非物质文化遗产"),
    ("婚姻关系存续期间", "续期"),
    ("对接受委托的机构", "合作"),
    ("村民委员会选举办法", "举办"),
    ("书面向申请人说明", "面向"),
    ("专业技术人员工作", "职工"),
    ("被执行人的财产", "行人"),
    ("道路旅游客运企业", "旅游者"),
    ("社会主义工业体系", "志愿者"),
    ("残疾人社会保障", "人力资源社会保障"),
    ("生产假药", "产假"),
    ("现代物流产业", "流产"),
    ("妇女儿童工作委员会", "童工"),
    ("处级以下岗位", "失业"),
    ("住房租赁合同", "租金"),
    ("特困人员供养", "被困"),
    ("出现役的士兵", "巡游出租汽车"),
    ("携带人身份证明", "搭载人员"),
    ("以拍卖方式转让", "销售者"),
    ("制定金融扶持政策", "定金"),
    ("国家政策规定", "家政服务"),
    ("水力发电工程", "特种作业"),
    ("农产品加工地", "建筑施工"),
    ("夫妻共同居住", "同居"),
    ("学士以上学位", "入学"),
    ("丧失学习能力", "辍学"),
    ("提交税务机关", "税款"),
    ("优秀大学生", "高校院所"),
    ("真金白银支持企业", "不良"),
    ("非法募集资金", "非法集资"),
    ("节省时间", "省级"),
]

_SHARED = {
    "上户口": {"落户", "户籍"},
    "老板": {"企业家", "用人单位"},
    "孕妇": {"女职工", "孕产妇"},
    "劳动监察": {"人力资源社会保障", "劳动保障监察"},
    "拆迁": {"房屋征收", "征收"},
    "疫苗": {"免疫", "疫苗"},
    "退卡": {"返还", "预付卡"},
    "叫停": {"责令改正", "拒不改正"},
    "门票": {"旅游景区", "演出"},
    # A fee is asked about as often as the supply it is paid for.
    "暖气费": {"供热", "热费"},
    "取暖费": {"供热", "热费"},
    "供暖费": {"供热", "热费"},
    "采暖费": {"供热", "热费"},
    "燃气费": {"燃气", "燃气费"},
    "气费": {"燃气", "燃气费"},
    "物业费": {"物业服务", "物业服务费"},
    "水费": {"供水", "水费"},
}
"""Ways of more than one concept, on purpose: the question is read as about both."""

_OFF_TOPIC = [
    "今天天气怎么样",
    "给我写一首关于春天的诗",
    "红烧肉怎么烧",
    "地铁站怎么走",
    "推荐一部好看的电影",
    "新手机什么时候上市",
    "世界杯谁赢了",
    "一加一等于几",
    "帮我翻译一句英文",
    "讲个笑话",
    "推荐一家酒店",
    "Python 的类怎么写",
]
_ON_TOPIC = [
    "狗证去哪里办，养犬有啥要求",
    "电瓶车能带人吗",
    "鞭炮哪天可以放",
    "暖气不热找谁",
    "产假有多少天",
    "被辞退了能拿多少补偿",
    "健身房倒闭了预付卡的钱能要回来吗",
    "离婚后孩子归谁",
    "高空抛物怎么处理",
    "公租房怎么轮候",
    "专利能抵押贷款吗",
    "酒驾会怎么样",
]


def _concept(name: str) -> Concept:
    [concept] = [c for c in load_lexicon().concepts if c.name == name]
    return concept


def _term(concept: Concept) -> Term:
    return Term(concept.name, concept.ways, concept.kind, concept.inside)


def _named(text: str) -> set[str]:
    return {concept.name for _, concepts in load_lexicon().find(fold(text)) for concept in concepts}


def test_every_concept_has_a_name_of_its_own() -> None:
    names = [concept.name for concept in load_lexicon().concepts]
    assert len(names) == len(set(names))
    assert len(names) >= 800


def test_a_way_belongs_to_one_concept_unless_it_is_shared_on_purpose() -> None:
    shared = {way: {c.name for c in concepts} for way, concepts in load_lexicon().by_way.items() if len(concepts) > 1}
    assert shared == _SHARED


def test_no_concept_lists_a_way_twice_and_its_name_is_one_documents_use() -> None:
    for concept in load_lexicon().concepts:
        ways = (*concept.ways, *concept.asked)
        assert len(ways) == len(set(ways)), concept.name
        assert concept.name in concept.ways


def test_no_way_is_a_single_character_but_the_province() -> None:
    # 省 is read in questions only (省重点实验室), and 节省, 省钱… are passed over.
    assert {way for way in load_lexicon().by_way if len(way) < 2} == {"省"}
    assert "省" in _concept("省级").asked


def test_ways_are_folded_and_in_lower_case_as_the_texts_they_are_looked_for_in() -> None:
    for way in load_lexicon().by_way:
        assert way == fold(way).lower()
        assert not re.search(r"\s|~", way)


def test_no_way_is_the_name_of_a_place_unless_it_is_a_common_word() -> None:
    places = {name for d in divisions().values() for name in (d.name, short_name(d.name))}
    assert {way for way in load_lexicon().by_way if way in places} == {"新建", "延长", "合作", "公安"}


@pytest.mark.parametrize(("name", "quote"), _OFFICIAL)
def test_the_name_of_a_concept_is_how_official_texts_say_it(name: str, quote: str) -> None:
    assert name in quote
    assert _term(_concept(name)).said_in(fold(quote).lower())


@pytest.mark.parametrize(("asked", "name", "written"), _PLAIN)
def test_what_people_say_meets_what_documents_write(asked: str, name: str, written: str) -> None:
    [term] = [t for t in read_terms(fold(asked)) if t.text == name]
    assert term.said_in(fold(written).lower())


@pytest.mark.parametrize(("text", "name"), _TRAPS)
def test_words_that_contain_a_way_by_accident_are_not_that_concept(text: str, name: str) -> None:
    assert name not in _named(text)
    assert not _term(_concept(name)).said_in(fold(text).lower())


def test_a_trap_hides_only_itself() -> None:
    assert "上市" in _named("县级以上市场监管部门支持企业上市")
    assert _term(_concept("上市")).said_in("县级以上市场监管部门支持企业上市")


def test_what_only_askers_say_is_not_looked_for_in_documents() -> None:
    concept = _concept("用人单位")
    assert "老板" in concept.asked
    assert "用人单位" in _named("老板不给签合同")
    assert not _term(concept).said_in("餐饮店老板应当配合检查")


def test_an_office_asked_for_is_no_employer() -> None:
    assert "用人单位" in _named("单位不给交社保")
    assert "用人单位" not in _named("这项工作哪个单位牵头")


@pytest.mark.parametrize("text", ["发到 MAIL@QQ.COM", "PETER 先生", "vcr 录像"])
def test_a_short_latin_way_is_not_read_inside_a_longer_word(text: str) -> None:
    assert not _named(text) & {"人工智能", "私募股权", "创业投资"}


@pytest.mark.parametrize(
    ("text", "name"), [("AI企业", "人工智能"), ("找VC融资", "创业投资"), ("ktv几点关门", "歌舞娱乐场所")]
)
def test_a_latin_way_is_read_in_either_case(text: str, name: str) -> None:
    assert name in _named(text)


def test_ways_are_found_as_an_alternation_of_all_of_them_longest_first_finds_them() -> None:
    # The oracle is the regular-expression engine; Latin ways are left out, as it knows nothing of their edges.
    lexicon = load_lexicon()
    ways = sorted({*lexicon.by_way, *lexicon.traps}, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(way) for way in ways if not re.search("[a-z]", way)))
    texts = [fold(t).lower() for row in (*_OFFICIAL, *_PLAIN, *_TRAPS) for t in row]
    texts += _OFF_TOPIC[:-1] + _ON_TOPIC
    for text in (t for t in texts if not re.search("[a-z]", t)):
        expected = [(m.start(), m.group()) for m in pattern.finditer(text) if m.group() in lexicon.by_way]
        assert [(said.start(), said.way) for said, _ in lexicon.find(text)] == expected
        assert all(text[said.start() : said.end()] == said.way for said, _ in lexicon.find(text))


def test_words_dropped_as_fillers_are_no_subject_of_policy() -> None:
    lexicon = load_lexicon()
    subjects = {way for c in lexicon.concepts if c.kind == "entities" for way in (*c.ways, *c.asked)}
    assert not lexicon.stop & subjects


@pytest.mark.parametrize("question", _OFF_TOPIC)
def test_a_question_about_something_else_names_no_public_matter(question: str) -> None:
    assert [word for word in load_lexicon().domain if word in question] == []


@pytest.mark.parametrize("question", _ON_TOPIC)
def test_a_question_of_daily_life_that_law_deals_with_names_a_public_matter(question: str) -> None:
    assert any(word in question for word in load_lexicon().domain)
