"""The regions a request's filters ask for, by code or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.metadata.region import divisions, find_regions
from server.errors import UnknownRegionFilter
from server.understanding.question import Question


def within(question: Question, adcodes: Sequence[str]) -> Question:
    """``question`` as asked of these regions."""
    return replace(question, regions=tuple(divisions()[code] for code in adcodes), regions_inherited=True)


def region_codes(name: str) -> list[str]:
    """Adcodes a region filter means: a code, a full or a short name.

    Raises:
        UnknownRegionFilter: it is none of these.
    """
    if name in divisions():
        return [name]
    mentions = find_regions(name)
    if len(mentions) == 1 and mentions[0].span.cut(name) == name:
        return [region.adcode for region in mentions[0].candidates]
    raise UnknownRegionFilter(f"“{name}”不是行政区划名称或六位行政区划代码。")
