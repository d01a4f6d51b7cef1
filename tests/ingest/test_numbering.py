"""How clauses are numbered in official documents, each hard case in a text of its own."""

from ingest.model import ClauseKind
from tests.ingest.trees import kinds, take, tree

_HEAD = "某市关于支持创新的若干措施\n"


def test_every_level_of_a_law(tmp_path):
    text = """# 某法

第一编 总则

第一分编 通则

第一章 一般规定

第一节 目的

第一条 为了规范，制定本法。

第二条 有下列情形之一的，不予支持：

（一）有下列行为的：

1.伪造材料；

2.隐瞒事实；

（二）其他情形。

第二节 适用

第三条 本法适用于本市。

第二章 附则

第四条 本法自2024年1月1日起施行。
"""
    assert (
        tree(tmp_path, text)
        == """第一编 总则
  第一分编 通则
    第一章 一般规定
      第一节 目的
        第一条
        第二条 有下列情形之一的，不予支持
          （一）有下列行为的：
            1.伪造材料；
            2.隐瞒事实；
          （二）其他情形。
      第二节 适用
        第三条
    第二章 附则
      第四条"""
    )


def test_half_and_full_width_marks_are_the_same(tmp_path):
    text = _HEAD + "一、总体要求\n（一）目标。到2025年实现。\n(二)原则。坚持创新。\n（三）路径。分步实施。\n"
    assert (
        tree(tmp_path, text, "a.txt")
        == """一、总体要求
  （一）目标
  (二)原则
  （三）路径"""
    )


def test_marks_with_and_without_a_heading_and_body_in_the_same_line(tmp_path):
    text = (
        _HEAD + "一、加大奖补\n1.平台奖补。对新认定的平台给予50万元。\n"
        "2.对首次入规的企业，自入规之日起连续两年每年按照其上一年度研发投入的百分之五给予补助，单个企业累计最高不超过二百万元。\n"
    )
    taken = take(tmp_path, text, "a.txt")
    assert [(c.label, c.heading) for c in taken.clauses[1:]] == [("一、", "加大奖补"), ("1.", "平台奖补"), ("2.", "")]


def test_a_short_clause_of_two_sentences_is_no_heading(tmp_path):
    text = _HEAD + "一、任务\n1、建立培育库。每年入库100家。（责任单位：市科技局）\n"
    (clause,) = (c for c in take(tmp_path, text, "a.txt").clauses if c.label == "1、")
    assert (clause.kind, clause.heading) == (ClauseKind.ITEM, "建立培育库")
    assert [d.name for d in clause.departments] == ["市科技局"]


def test_the_closing_sentence_stands_by_itself_unless_a_heading_claims_it(tmp_path):
    closing = "本意见自2024年2月1日起施行。\n"
    loose = _HEAD + "一、任务\n1.奖补。给予奖补。\n" + closing
    claimed = _HEAD + "一、任务\n1.奖补。给予奖补。\n二、附则\n" + closing
    assert tree(tmp_path, loose, "a.txt").splitlines()[-1] == closing.strip()
    assert tree(tmp_path, claimed, "b.txt").splitlines()[-1] == "  " + closing.strip()


def test_numbers_restart_in_each_section_or_run_on(tmp_path):
    text = _HEAD + (
        "一、培育主体\n1.甲。给予奖励。\n2.乙。给予奖励。\n二、建设平台\n1.丙。给予奖励。\n三、保障\n2.丁。给予奖励。\n3.戊。给予奖励。\n"
    )
    assert (
        tree(tmp_path, text, "a.txt")
        == """一、培育主体
  1.甲
  2.乙
二、建设平台
  1.丙
三、保障
  2.丁
  3.戊"""
    )
    ids = [c.id for c in take(tmp_path, text, "a.txt").clauses[1:]]
    assert ids == ["a:h1", "a:h1.n1", "a:h1.n2", "a:h2", "a:h2.n1", "a:h3", "a:h3.n2", "a:h3.n3"]


def test_the_same_mark_stands_on_another_level_in_another_document(tmp_path):
    first = _HEAD + "一、要求\n1.任务。做好。\n（1）细项一。做好。\n（2）细项二。做好。\n"
    second = _HEAD + "（一）要求\n一、任务。做好。\n二、任务二。做好。\n（二）保障\n一、组织。做好。\n"
    assert (
        tree(tmp_path, first, "a.txt")
        == """一、要求
  1.任务
    （1）细项一
    （2）细项二"""
    )
    assert (
        tree(tmp_path, second, "b.txt")
        == """（一）要求
  一、任务
  二、任务二
（二）保障
  一、组织"""
    )


def test_a_paragraph_between_items_does_not_push_the_next_item_down(tmp_path):
    text = _HEAD + (
        "一、执行\n1.被执行人应当在收到通知之日起十五日内履行。\n履行确有困难的，可以申请延期，但是应当说明理由并附具有关证据材料。\n"
        "(1)申请书；\n(2)证明材料。\n2.执行法院应当审查。\n"
    )
    clauses = take(tmp_path, text, "a.txt").clauses
    levels = {c.label: c.level for c in clauses}
    assert levels["1."] == levels["2."] == 2


def test_a_reference_with_a_number_out_of_order_opens_no_article(tmp_path):
    text = """# 某办法

第一条 甲单位负责。

第二条 乙单位负责。

第一条 所列单位应当配合。

第九十九条 另有约定的除外。

第三条 丙单位负责。

第四条 自发布之日起施行。
"""
    articles = [c.label for c in take(tmp_path, text).clauses if c.kind is ClauseKind.ARTICLE]
    assert articles == ["第一条", "第二条", "第三条", "第四条"]


def test_items_belong_to_the_paragraph_that_opens_their_list(tmp_path):
    text = """# 某条例

第一条 申请人应当具备下列条件：

（一）年满十八周岁；

（二）无不良记录。

有下列情形之一的，不予受理：

（一）材料不全；

（二）逾期申请。

不予受理的，应当说明理由。

第二条 本条例自公布之日起施行。
"""
    assert (
        tree(tmp_path, text)
        == """第一条 申请人应当具备下列条件
  （一）年满十八周岁；
  （二）无不良记录。
  有下列情形之一的，不予受理：
    （一）材料不全；
    （二）逾期申请。
  不予受理的，应当说明理由。
第二条"""
    )


def test_short_items_of_an_article_are_no_headings(tmp_path):
    text = "# 某条例\n\n第一条 申请书应当载明\n\n（一）姓名\n\n（二）住所\n\n附具身份证明\n\n第二条 受理。\n"
    assert kinds(tmp_path, text) == [
        ("article", "第一条"),
        ("item", "（一）"),
        ("item", "（二）"),
        ("paragraph", ""),
        ("article", "第二条"),
    ]


def test_a_list_whose_first_marks_were_lost_is_still_a_list(tmp_path):
    text = "# 某条例\n\n第一条 禁止下列行为：\n\n乱倒垃圾；\n\n（二）毁坏树木；\n\n（三）其他行为。\n"
    assert [label for _, label in kinds(tmp_path, text)] == ["第一条", "", "（二）", "（三）"]


def test_running_marks_inside_a_line(tmp_path):
    text = _HEAD + "一、任务\n1.强化保障。一是加强领导。成立专班。二是加大投入。设立资金。三是严格考核。\n"
    taken = take(tmp_path, text, "a.txt")
    assert [c.label for c in taken.clauses[1:]] == ["一、", "1.", "一是", "二是", "三是"]
    assert taken.clauses[-2].text == "二是加大投入。设立资金。"


def test_an_amendment_quoted_over_several_lines_opens_no_article(tmp_path):
    text = """# 某条例修正案

一、将第三条修改为：“第三条 市人民政府设立资金。

“第四条 资金由财政部门管理。

第五条 资金专款专用。”

二、删除第八条。

三、本修正案自2024年5月1日起施行。
"""
    clauses = take(tmp_path, text).clauses
    assert not [c for c in clauses if c.kind is ClauseKind.ARTICLE]
    assert [c.label for c in clauses if c.label] == ["一、", "二、", "三、"]
    assert clauses[1].text.endswith("第五条 资金专款专用。”")


def test_a_closing_mark_that_was_forgotten_costs_no_articles(tmp_path):
    text = "# 某法\n\n第一条 本法所称“企业，是指依法设立的单位。\n\n第二条 国家鼓励“创新”。\n\n第三条 附则。\n"
    assert [label for kind, label in kinds(tmp_path, text) if kind == "article"] == ["第一条", "第二条", "第三条"]


def test_definitions_stand_under_their_article(tmp_path):
    text = """# 某条例

第一条 本条例下列用语的含义：

（一）科技型企业，是指从事研发的企业。

（二）孵化器，是指提供场地的机构。

众创空间，是指低成本的平台。

第二条 施行。
"""
    assert (
        tree(tmp_path, text)
        == """第一条 本条例下列用语的含义
  （一）科技型企业，是指从事研发的企业。
  （二）孵化器，是指提供场地的机构。
  众创空间，是指低成本的平台。
第二条"""
    )
