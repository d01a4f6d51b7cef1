"""The content words of a question: what has to be found in a clause for it to be about the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import rjieba

from ingest.normalize import fold
from server.understanding.lexicon import load_lexicon

_STOP = frozenset(
    "的 了 吗 呢 吧 啊 么 是 有 在 对 和 与 跟 或 及 我 我们 我司 你 你们 他 它 这 那 这个 那个 这些 哪 哪个 哪些 哪几 几 几个 几家 多少 "
    "什么 怎么 如何 啥 谁 为什么 能 能不能 可以 可 会 要 想 请 请问 一下 下 给 把 被 让 就 都 也 还 还是 再 又 才 只 只要 就是 如果 要是 "
    "一个 一 个 家 次 年 月 日 号 今年 去年 明年 每年 一年 年度 目前 现在 直接 公司 企业 单位 部门 局 市 县 区 省 政府 财政 这边 那边 "
    "到 从 里 上 中 按 按照 照着 由 于 为 以 等 后 前 时 时候 不 没 没有 得 着 过 去 来 说 问 知道 告诉 帮 弄 搞 做 办 份 条 "
    "意见 政策 文件 文 通知 办法 实施 规定 方案 若干 一条 内容 情况 相关 有关 具体 规模 数量 目标 数 情形 部分 方面 总 各 每 最 最多 最高 最少 "
    "至少 最晚 最低 多 少 大 小 高 低 好 元 万 亿 块 万元 亿元 钱 几万 几百 哪里 哪儿 啦 呀 嘛 呗 哈 吧 注册 拿到 需要 应该 属于 关于 以及 "
    "并 且 而 但 所 之 其 此 该 本 使 用 您 咱 咱们 俺 一共 总共 合计 到手 能领 到底 究竟 大概 左右 一般 刚 刚刚 已经 已 将 打算 准备 计划 "
    "概括 核心 管 讲 主要 全文 原文 正文 那 那些 这样 那样 怎样 怎么样 多大 多久 几天 几年 哪年 何时 东西 事 事情 个活 活 套 级 一级 所有 全部".split()
)
_USELESS = re.compile(r"几|哪|多少|什么|谁|啥|^[这那]|^[\W\d_a-z]$|^\d+(?:\.\d+)?$|^(?:19|20)\d\d年?$")

TermKind = Literal["entities", "actions", "levels", "word"]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: ``ways`` are all the ways documents may say it."""

    text: str
    ways: tuple[str, ...]
    kind: TermKind

    def said_in(self, folded: str) -> bool:
        """Whether a folded text says it in any way."""
        return any(way in folded for way in self.ways)


def read_terms(folded: str) -> tuple[Term, ...]:
    """Terms of a folded question (regions already taken out), in order, each once.

    Lexicon concepts come first and whole (高企 is one term, not two characters); what lies between them is cut into
    words, and words without content are dropped.
    """
    found: dict[str, Term] = {}
    position = 0
    for match, concepts in load_lexicon().find(folded):
        _words(folded[position : match.start()], found)
        for concept in concepts:
            known = found.get(concept.name)
            ways = concept.ways if known is None else known.ways
            found[concept.name] = Term(concept.name, ways, concept.kind)
        position = match.end()
    _words(folded[position:], found)
    return tuple(found.values())


def _words(text: str, found: dict[str, Term]) -> None:
    for word in rjieba.cut(text):
        word = fold(word).strip().lower()
        if not word or word in _STOP or _USELESS.search(word) or not any(c.isalnum() for c in word):
            continue
        if len(word) == 1 and not word.isdigit():
            continue
        found.setdefault(word, Term(word, (word,), "word"))
