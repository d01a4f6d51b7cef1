"""What `make bench` makes of its measurements; figures written out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from tests.bench.__main__ import charts, markdown
from tests.bench.plot import HEIGHT, WIDTH, lines_chart, png


def row(clauses: int, clusters: bool) -> dict[str, Any]:
    names = ("embedding", "faiss", "bm25", "ours", "whole", "dense_exact", "dense")
    ms = {name: {"p50": float(number), "p95": 10.0 * number} for number, name in enumerate(names, 1)}
    return {
        "built": {"clauses": clauses, "chunks": clauses // 2, "disk_bytes": 3072 * clauses},
        "searched": {
            "open_seconds": 0.5,
            "own_mb": clauses / 256,
            "clusters": clusters,
            "recall_at_10": 0.99,
            "recall_at_100": 0.97,
            "ms": ms,
        },
    }


def test_ratios_are_of_the_same_row() -> None:
    lines = markdown([row(1024, False), row(2048, True)]).splitlines()
    first, second = ([cell.strip() for cell in line.split("|")][1:-1] for line in lines[2:])
    # 1/256 MB and 3072 bytes a clause are 4 and 3 kB; ours 4 over 2 + 3; whole 5 over embedding 1, at p95 50 over 10.
    assert first == [
        "1,024（512）", "0.50", "4.00", "3.00", "4.0/40.0", "0.80", "5.00/5.00", "6.0/60.0", "7.0/70.0", "精确"
    ]  # fmt: skip
    assert second[0] == "2,048（1,024）"
    assert second[-1] == "0.990/0.970"


def test_points_lie_on_logarithmic_axes() -> None:
    chart = etree.fromstring(lines_chart("a", "b", {"一": [(10, 1), (1000, 100)], "二": [(100, 10)]}).encode())
    svg = {"s": "http://www.w3.org/2000/svg"}
    line, _ = chart.xpath("//s:polyline/@points", namespaces=svg)
    (left, bottom), (right, top) = (tuple(map(float, point.split(","))) for point in line.split())
    x, y = (float(chart.xpath(f"//s:circle[3]/@{axis}", namespaces=svg)[0]) for axis in ("cx", "cy"))
    # 100 is half way from 10 to 1000, and 10 from 1 to 100.
    assert (x, y) == (pytest.approx((left + right) / 2, abs=0.1), pytest.approx((bottom + top) / 2, abs=0.1))
    assert bottom > top


def test_the_charts_are_pictures() -> None:
    drawn = charts([row(1024, False), row(2048, True)])
    assert sorted(drawn) == ["opening.png", "search-times.png"]
    assert Image.open(BytesIO(png(drawn["opening.png"]))).size == (2 * WIDTH, 2 * HEIGHT)
