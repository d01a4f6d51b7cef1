"""Names of uploaded files: kept as data, shown to people, never a path."""

from __future__ import annotations

import unicodedata

from server.errors import BadFileName

MAX_CHARS = 150
MAX_BYTES = 255


def file_name(given: str | None) -> str:
    """``given`` as it is kept (NFC, without white space around it).

    Raises:
        BadFileName: it is empty, too long, a path, or holds characters that are not seen.
    """
    name = unicodedata.normalize("NFC", given or "").strip()
    if not name or name.strip(".") == "":
        raise BadFileName("上传的文件没有名称，请给出带扩展名的文件名。")
    if any(unicodedata.category(c).startswith(("C", "Zl", "Zp")) for c in name):
        raise BadFileName("文件名含有控制字符或不可见字符，请改名后重新上传。")
    if "/" in name or "\\" in name:
        raise BadFileName("文件名不能含有“/”或“\\”，请只给出文件名，不要带路径。")
    if len(name) > MAX_CHARS or len(name.encode()) > MAX_BYTES:
        raise BadFileName(f"文件名过长（上限 {MAX_CHARS} 个字符、{MAX_BYTES} 字节），请缩短后重新上传。")
    return name
