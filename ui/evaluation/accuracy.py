"""Accuracy by kind of question, as a table whose bars are drawn in SVG."""

from __future__ import annotations

from html import escape

from ui.evaluation.recorded import Run, RunCase, categories_of, right_of

_BAR = 200
"""Width of a full bar in the units of its drawing."""


def accuracy(run: Run, before: Run | None) -> str:
    """A row for each kind and one for all; with ``before``, its bar above and the difference in points beside."""
    rows = "".join(_row(kind, _of(run, kind), _of(before, kind) if before else None, "") for kind in categories_of(run))
    total = _row("合计", run.cases, before.cases if before else None, ' class="pq-total"')
    against = f"<p class='pq-quiet'>细的一条为对照（{escape(before.name)}）。</p>" if before else ""
    change = '<th scope="col">变化</th>' if before else ""
    return (
        '<section class="pq-accuracy" aria-label="各类正确率"><h2>各类正确率</h2>'
        "<p class='pq-quiet'>作答或拒答、取值、引用都对才算对。</p>"
        f"{against}<table><thead><tr><th scope='col'>类别</th><th scope='col'>正确率</th>"
        f"<th scope='col'>对/题数</th>{change}</tr></thead><tbody>{rows}{total}</tbody></table></section>"
    )


def _of(run: Run, kind: str) -> tuple[RunCase, ...]:
    return tuple(case for case in run.cases if case.category == kind)


def _row(kind: str, cases: tuple[RunCase, ...], before: tuple[RunCase, ...] | None, mark: str) -> str:
    right, share = right_of(cases), _share(cases)
    earlier = _share(before) if before else None
    change = ""
    if before is not None:
        change = f"<td>{_points(share, earlier)}</td>"
    return (
        f"<tr{mark}><th scope='row'>{escape(kind)}</th>"
        f"<td><div class='pq-bar-cell'>{_drawn(share, earlier)}<span>{share:.0%}</span></div></td>"
        f"<td>{right}/{len(cases)}</td>{change}</tr>"
    )


def _share(cases: tuple[RunCase, ...]) -> float:
    return right_of(cases) / len(cases)


def _points(share: float, earlier: float | None) -> str:
    if earlier is None:
        return "对照没有这一类"
    points = round(100 * (share - earlier))
    return f"{points:+d} 个百分点" if points else "持平"


def _drawn(share: float, earlier: float | None) -> str:
    thin = "" if earlier is None else f'<rect class="pq-bar-before" y="1" width="{_BAR * earlier:.1f}" height="4"/>'
    return (
        f'<svg class="pq-bar" viewBox="0 0 {_BAR} 18" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="pq-bar-whole" y="6" width="{_BAR}" height="11"/>'
        f'<rect class="pq-bar-right" y="6" width="{_BAR * share:.1f}" height="11"/>{thin}</svg>'
    )
