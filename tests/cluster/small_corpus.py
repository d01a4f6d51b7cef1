"""Files to read: short policies in folders, and three that cannot be taken."""

from __future__ import annotations

from pathlib import Path


def write_corpus(folder: Path, policies: int) -> Path:
    """``policies`` files of nine clauses each below ``folder``, and three others."""
    for number in range(policies):
        path = folder / f"第{number % 4}批" / f"办法{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        clauses = "\n".join(f"第{n}条 对第{number}类企业，给予{number + 3}{n}万元补助。" for n in "一二三四五六七八九")
        path.write_text(f"某某市第{number}类企业扶持办法\n\n{clauses}\n", encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "旧表.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "其实是文本.pdf").write_text("这不是 PDF。", encoding="utf-8")
    return folder
