"""The charts of a report as PNG files, for slides and documents. Drawn from the same SVG by resvg."""

from __future__ import annotations

import resvg_py

from eval.page.figures import charts_of
from eval.page.templating import TEMPLATES
from eval.results import RecordedRun

_ZOOM = 2


def chart_images(run: RecordedRun, against: RecordedRun | None = None) -> dict[str, bytes]:
    """Each chart by file name. Chinese labels need a Chinese font on this machine, as in any picture drawn here."""
    charts = charts_of([run] if against is None else [run, against])
    drawn = (
        ("categories", "bars", charts.categories),
        ("measures", "bars", charts.measures),
        ("times", "corners", charts.times),
    )
    macros = TEMPLATES.get_template("charts.svg.j2").module
    return {
        f"{name}.png": resvg_py.svg_to_bytes(
            svg_string=str(getattr(macros, macro)(chart, name)).strip(), zoom=_ZOOM, background="#ffffff"
        )
        for name, macro, chart in drawn
        if chart
    }
