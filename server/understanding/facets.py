"""What a question asks *for*: an amount, a department, a date, a list… A question may ask for several things."""

from __future__ import annotations

import re
from enum import StrEnum


class Facet(StrEnum):
    """The asked-for side of a matter."""

    CLAUSE = "clause"
    """What a numbered clause says."""
    NUMBERING = "numbering"
    """How many clauses a document has."""
    DOC_NUMBER = "doc_number"
    BASIS = "basis"
    ISSUE_DATE = "issue_date"
    WHERE = "where"
    """Which clause says something."""
    EFFECTIVE = "effective"
    """From when a document applies."""
    ISSUER = "issuer"
    STATUS = "status"
    CONTACT = "contact"
    DEADLINE = "deadline"
    DEPARTMENT = "department"
    AMOUNT = "amount"
    RATE = "rate"
    DURATION = "duration"
    YEAR = "year"
    COUNT = "count"
    DEFINITION = "definition"
    LIST = "list"
    CONDITION = "condition"
    YES_NO = "yes_no"
    GENERAL = "general"


_DOC = r"(?:意见(?!征集|建议)|办法|政策|文件|文|通知|草案|方案|征求意见稿|规定|条例|要点|总结|公告|解读|这份|那份)"
_WHEN = r"(?:几月几[号日]|几[号日月]|哪天|哪一?天|哪年|何时|什么时候|啥时候|日期|时间|哪个月)"
_ISSUED = r"(?:印发|发布|出台|发文|下发|公布|成文|颁布|签发|出的|发的)"
_PAY = r"(?:奖|补|给|资助|支持|扶持|拿|领|配套|兑|发|罚|出|收|缴|赔|报销|减|免)"
_PATTERNS: tuple[tuple[Facet, str], ...] = (
    (Facet.CLAUSE, r"第\s*[0-9零一二三四五六七八九十百]+\s*(?:条(?!产业链)|大?点|款|部分|章|节)"),
    (
        Facet.NUMBERING,
        r"(?:(?<!文件)编号|条款|任务|条目|正文).{0,10}(?:第几条|几条|多少条)|(?:一共|总共|共有|共|排到).{0,6}(?:第几条|几条|多少条)",
    ),
    (Facet.DOC_NUMBER, r"文号|发文字号|几号文|文件号|编号是|文件编号|编号多少"),
    (
        Facet.BASIS,
        rf"(?:照着|依据|根据|按照|按|参照|依照).{{0,10}}(?:哪|什么|啥).{{0,6}}(?:{_DOC}|制定|出台)|(?:制定|起草|出台).{{0,4}}依据|上级.{{0,4}}文",
    ),
    (
        Facet.ISSUE_DATE,
        rf"{_WHEN}.{{0,6}}{_ISSUED}|{_ISSUED}.{{0,8}}{_WHEN}|成文日期|落款.{{0,4}}(?:日期|时间|几号|哪天)",
    ),
    (Facet.WHERE, r"(?<!排到)第几条|(?:在|是|见|属于)?哪一?条(?!产业|线|路|链)|哪个条款|出自哪|写在哪"),
    (
        Facet.EFFECTIVE,
        rf"{_WHEN}.{{0,6}}(?:施行|实施|生效|开始用|开始执行|起效)|(?:施行|实施|生效|执行)(?:日期|时间|日)",
    ),
    (
        Facet.ISSUER,
        r"(?:哪个|哪家|哪几个|什么|哪些)(?:单位|部门|局|机关|政府).{0,6}(?:写|起草|制定|发的|印发|发布|出的|拟)|谁(?:写|起草|制定|发布|印发|发的|出的|拟)|发文机关|发文单位|起草单位|制定机关|落款(?!.{0,4}(?:日期|时间|几号|哪天))",
    ),
    (
        Facet.STATUS,
        r"草稿|正式(?:印发|文件|发布|的|生效)?(?:了)?(?:吗|没|么|还是)|(?:生效|施行|作废|废止|失效|过期|有效)(?:了)?(?:吗|没|么|不)|还(?:有效|能用|算数)|是不是(?:正式|征求意见)|算不算数|是正式|已经印发|定稿|什么(?:性质|效力)|效力",
    ),
    (
        Facet.CONTACT,
        r"电话|邮箱|邮件地址|地址|邮编|寄到|寄给|联系方式|怎么联系|联系谁|网址|(?:哪个|什么)(?:栏目|模块|网站|平台|窗口)",
    ),
    (
        Facet.DEADLINE,
        rf"最晚|最迟|截止|截至|期限到|{_WHEN}(?:之?前|截止|为止)|到(?:几号|哪天|什么时候|啥时候|何时)(?!.{{0,8}}可以)",
    ),
    (
        Facet.DEPARTMENT,
        r"(?:哪|几|多少)(?:[一二两三四五六七八九十几]*个?|些|家)?(?:单位|部门|局|科室|委办)|(?:都)?有谁|(?:局|部门|单位|口子).{0,4}(?:管|牵头|主抓|主管|还是)|[\u4e00-\u9fa5]{2,6}(?:局|委|厅|办)(?:有份|参与|管不管|在不在|负责|也管|管)|管事的|谁(?:来)?(?:牵头|负责|管|配合|落实|主管|主抓)|牵头(?:单位|部门)|责任(?:单位|部门)|配合(?:单位|部门)|归(?:谁|哪)|主管部门|找(?:谁|哪)|落实的有|谁(?:是)?牵头",
    ),
    (Facet.RATE, r"比例|百分之|百分比|占比|几个点|几成|多大比重|比重|费率|税率|利率|多少%|强度"),
    (
        Facet.AMOUNT,
        rf"多少钱|几万块|几万元|{_PAY}[\u4e00-\u9fa5]{{0,6}}(?:多少|几万|几百|几千|几块|几个亿)|(?:几万|多少万|多少元|几百万|几千万)(?!人|家|个|项|户|懂|册|亩)|(?:奖励|补助|奖补|补贴|奖金|资金|额度|金额|配套|资助|罚款|经费|基金)[\u4e00-\u9fa5]{{0,6}}(?:多少|几|是啥|怎么算)|多少(?:奖励|补助|奖补|补贴|奖金|资金|罚款|支持)|盘子多大|规模(?:有)?多大|给什么(?:支持|奖励|补助)|(?:奖励|补助|奖补|补贴|资助)标准|真金白银|到手|能领|有(?:什么|啥)?(?:奖|补贴|补助|落户奖|钱)|(?:落户|一次性)奖|按.{{1,8}}给多少|有没有.{{0,8}}(?:奖|补|钱|支持)|还有钱|财政.{{0,6}}多少|几十万|几百万|几千万|(?:奖|补|支持|资助)[^，。]{{0,4}}(?:更)?(?:高|多)(?!少|层|校|新|端|标|质)|封顶|上限",
    ),
    (Facet.DURATION, r"多久|多长时间|几天|几个工作日|多少天|几年(?!级)|多少个?工作日|几个月|期限|有效期"),
    (Facet.YEAR, r"哪一?年|年份|什么年|几年(?:底|前)|何年"),
    (
        Facet.COUNT,
        r"(?:多少|(?<!哪)几)(?:家|个(?!方面)|项|名|人|户|件|期|场|次|人次|处|位|台|套|条|届|亩|册|单|笔|支|批|所|门|间)|目标|指标|数量|多少(?=$|[，。？?！、\s])|什么数|几万|几千|几百|达到多少|有多少|多少[\u4e00-\u9fa5]|冲到|计划到",
    ),
    (
        Facet.DEFINITION,
        r"(?:是|指|叫|算)(?:的)?(?:个)?(?:什么|啥|哪)|什么意思|含义|全称|定义|代表(?:什么|啥)|各代表|怎么理解|何谓|什么叫|是指|啥意思|进哪|怎么定义|啥叫|啥是|包不包括|算不算|算是.{1,6}吗",
    ),
    (
        Facet.LIST,
        r"哪些|哪几|有哪|几种|几类|哪[一二两三四五六七八九十仨俩]|几种|几类|都(?:是|有)(?:什么|啥|哪)|分别(?:是|有)|包括(?:什么|啥|哪)|几方面|什么措施|几个方面|列一下|有什么(?!奖|补|钱|支持)",
    ),
    (
        Facet.CONDITION,
        r"条件|资格|要求|什么样的|符合|门槛|满足|怎样才|怎么才|如何才|前提|哪种(?:企业|单位|人)|谁能|什么人|能不能|标准是",
    ),
    (
        Facet.YES_NO,
        r"(?:吗|(?<![什怎多])么|不)[？?]?$|对吗|是吗|是不是|能不能|可不可以|有没有|对不对|行不行|是否|算不算|可以.{0,10}吗",
    ),
)
_COMPILED = tuple((facet, re.compile(pattern)) for facet, pattern in _PATTERNS)
_MEASURED = (Facet.AMOUNT, Facet.RATE, Facet.COUNT, Facet.DURATION, Facet.YEAR, Facet.DEADLINE)
_MONEY_WORDS = re.compile(
    r"上限|封顶|顶格|撑死|几[十百千]万|奖|补|给|资|款|钱|元|块|支持|扶持|领|配套|基金|规模|盘子|金|罚|费|额|兑|拿|得|真金白银"
)
_ELIGIBLE = re.compile(r"(?:哪些|哪个|什么样的|哪种)(?:单位|部门|机构)(?:有资格|可以|能|符合|才能|具备)")


def read_facets(folded: str) -> tuple[Facet, ...]:
    """Facets asked for in a folded question, most specific first; ``GENERAL`` when nothing particular is."""
    found = [facet for facet, pattern in _COMPILED if pattern.search(folded)]
    if Facet.AMOUNT in found and not _MONEY_WORDS.search(folded):
        found[found.index(Facet.AMOUNT)] = Facet.COUNT
    if Facet.DEPARTMENT in found and _ELIGIBLE.search(folded):
        found.remove(Facet.DEPARTMENT)
    return tuple(dict.fromkeys(found)) or (Facet.GENERAL,)


def is_measured(facets: tuple[Facet, ...]) -> bool:
    """Whether the answer has to be a quantity."""
    return any(facet in _MEASURED for facet in facets)


_COMPARE = re.compile(
    r"比(?:较|一比|哪|谁)|对比|区别|差别|不同|一样|哪(?:个|家|边|里|座|市|些).{0,8}(?:更|多|高|大|早|先|强|少|低)|谁(?:更|的)?|各(?:给|是|有|自|多少)|分别|都(?:有|给)|排一下|相比|哪个"
)
_COMPUTE = re.compile(
    r"一共|总共|合计|到手|能领|能拿|能补|可以(?:领|拿|补)|共(?:能|可)?|得多少|多少|几|应该|兑现|算(?:一下|下)|多久|多长|差|占比|比例|百分|达到|够|超|合法|合规|吗|是不是|能不能|最|20[0-9]{2}年|[0-9][^,，。]{0,10}呢"
)


def asks_to_compare(folded: str) -> bool:
    """Whether a question sets several things side by side."""
    return _COMPARE.search(folded) is not None


def asks_to_compute(folded: str) -> bool:
    """Whether a question may want a result worked out; which kind, each rule of computation reads from its wording."""
    return _COMPUTE.search(folded) is not None
