"""`make bench`: libraries of growing size built, opened and searched, each step in a process of its own.

    python -m tests.bench --out build/bench [--sizes 1000 10000 100000 1000000]

Writes ``speed.json``, ``speed.md`` (Chinese, for the documentation) and the plots. Sizes already in ``speed.json`` are
not measured again unless ``--anew``, so that what was cut off goes on; ratios are always within one size's process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.plot import lines_chart, png
from tests.repository.root import ROOT

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS = ROOT / "eval" / "questions" / "policies_tuning.jsonl"
_HEAD = (
    "条款（检索单元）",
    "打开（秒）",
    "内存/条款（kB）",
    "磁盘/条款（kB）",
    "检索 p50/p95（毫秒）",
    "其中：检索 ÷（FAISS + BM25）",
    "整次 ÷ 向量化一问（p50/p95）",
    "向量检索：逐条 p50/p95",
    "向量检索：实际 p50/p95",
    "近似召回前 10/前 100",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/bench"))
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="clauses")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--anew", action="store_true", help="measure again what is there already")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    kept = chosen.out / "speed.json"
    document: dict[str, Any] = {"python": platform.python_version(), "cores": os.cpu_count(), "sizes": {}}
    if kept.exists() and not chosen.anew:
        document = json.loads(kept.read_text("utf-8"))
    for size in chosen.sizes:
        if str(size) in document["sizes"]:
            continue
        print(f"{size:,} clauses", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(dir=chosen.out) as folder:
            home = str(Path(folder) / "library")
            built = _child("tests.bench.building", str(size), home)
            searched = _child("tests.bench.searching", home, str(chosen.questions))
        document["sizes"][str(size)] = {"built": built, "searched": searched}
        kept.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    rows = [document["sizes"][size] for size in sorted(document["sizes"], key=int)]
    table = markdown(rows)
    (chosen.out / "speed.md").write_text(table, encoding="utf-8")
    for name, chart in charts(rows).items():
        (chosen.out / name).write_bytes(png(chart))
    print(table)


def markdown(rows: list[dict[str, Any]]) -> str:
    """The figures of each size as a table, and what the first indexing cost beside embedding alone."""
    lines = [_line(_HEAD), _line(["---", *["---:"] * (len(_HEAD) - 1)])]
    for row in rows:
        built, searched, ms = row["built"], row["searched"], row["searched"]["ms"]
        clauses = built["clauses"]
        floor = ms["faiss"]["p50"] + ms["bm25"]["p50"]
        recall = f"{searched['recall_at_10']:.3f}/{searched['recall_at_100']:.3f}" if searched["clusters"] else "精确"
        lines.append(
            _line(
                [
                    f"{clauses:,}（{built['chunks']:,}）",
                    f"{searched['open_seconds']:.2f}",
                    f"{searched['own_mb'] * 1024 / clauses:.2f}",
                    f"{built['disk_bytes'] / 1024 / clauses:.2f}",
                    _pair(ms["ours"]),
                    f"{ms['ours']['p50'] / floor:.2f}",
                    "/".join(f"{ms['whole'][part] / ms['embedding'][part]:.2f}" for part in ("p50", "p95")),
                    _pair(ms["dense_exact"]),
                    _pair(ms["dense"]),
                    recall,
                ]
            )
        )
    return "\n".join(lines) + "\n"


def charts(rows: list[dict[str, Any]]) -> dict[str, str]:
    """SVG documents by the name of the PNG file."""
    sizes = [row["built"]["clauses"] for row in rows]
    ms = [row["searched"]["ms"] for row in rows]

    def times(name: str, part: str = "p50") -> list[tuple[float, float]]:
        return [(size, found[name][part]) for size, found in zip(sizes, ms, strict=True)]

    memory = [(size, row["searched"]["own_mb"]) for size, row in zip(sizes, rows, strict=True)]
    opening = [(size, row["searched"]["open_seconds"]) for size, row in zip(sizes, rows, strict=True)]
    return {
        "search-times.png": lines_chart(
            "检索用时（毫秒，p50）",
            "条款数",
            {
                "整次检索": times("whole"),
                "向量化一问": times("embedding"),
                "FAISS 逐条": times("faiss"),
                "BM25": times("bm25"),
                "整次检索 p95": times("whole", "p95"),
            },
        ),
        "opening.png": lines_chart(
            "打开用时（秒）与自有内存（MB）", "条款数", {"打开（秒）": opening, "内存（MB）": memory}
        ),
    }


def _child(module: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _pair(found: dict[str, float]) -> str:
    return f"{found['p50']:.1f}/{found['p95']:.1f}"


def _line(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
