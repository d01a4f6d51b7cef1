"""Sentences addressed to the machine instead of asking about policy. They are dropped, never obeyed."""

from __future__ import annotations

import re

_COMMAND = re.compile(
    r"(?:忽略|无视|忘掉|忘记|不要管|抛开|跳过)[^。！？\n]{0,6}(?:之前|以上|上面|前面|所有|一切|你的|系统|法条库|资料库)"
    r"|系统指令|系统提示|提示词|system\s*prompt|ignore\s+(?:all|previous|the)|developer mode|开发者模式|越狱|扮演"
    r"|你(?:现在)?(?:是|扮演|充当)(?!不是|哪|谁|什么)"
    r"|(?:输出|打印|显示|泄露|告诉我)[^。！？\n]{0,10}(?:提示词|指令|密钥|密码|api\s*key|配置)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^。！？!?\n；;，,]+[。！？!?\n；;，,]?")


def without_commands(question: str) -> str:
    """``question`` without the parts that try to direct the program; empty when nothing else is left."""
    if not _COMMAND.search(question):
        return question
    parts: list[str] = [m.group() for m in _SENTENCES.finditer(question)]
    kept = [part for part in parts if not _COMMAND.search(part)]
    rest = "".join(kept).strip()
    asks = re.search(r"多少|哪|什么|谁|吗|几|怎|如何|[?？]", rest)
    return rest if asks else ""
