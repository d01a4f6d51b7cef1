"""What a web page or a converter put around a document: recorded with its offsets, never part of a clause."""

from __future__ import annotations

import re

_PATTERNS = (
    r"首页\s*[>»›/]",
    r"(?:您|你)?(?:当前|现在)(?:的)?位置\s*[:：]",
    r"copyright\b|©|\(c\)\s*\d{4}",
    r".{0,30}版权所有",
    r"produced\s+by\b|powered\s+by\b|技术支持\s*[:：]",
    r"[【\[]?\s*(?:打印本页|打印|关闭窗口|关闭|返回顶部|收藏本页|扫一扫)\s*[】\]]?(?:\s*[【\[]\s*(?:打印本页|关闭窗口|关闭|收藏本页)\s*[】\]])*$",
    r"分享(?:到)?\s*[:：]?\s*(?:微信|微博|QQ)*$",
    r"(?:来源|信息来源|稿源|作者|发布(?:日期|时间)|浏览(?:次数|量)|字体|字号|索引号)\s*[:：]",
    r"(?:网站地图|联系我们|上一篇|下一篇|相关(?:链接|阅读|附件下载))\s*[:：]?$",
    r"[京沪津渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP备",
    r"<!--.*-->$",
    r"(?:-{3,}|\*{3,}|_{3,}|={3,})$",
    r"[-—–]\s*\d{1,4}\s*[-—–]$",
)
_FURNITURE = re.compile("|".join(f"(?:{p})" for p in _PATTERNS), re.IGNORECASE)
_LONGEST = 120


def is_furniture(folded: str) -> bool:
    """Whether a whole folded line is navigation, a share button, a copyright or counter line, a page number."""
    return len(folded) <= _LONGEST and _FURNITURE.match(folded) is not None
