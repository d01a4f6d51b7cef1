"""Limits on where to look: the choices a page offers, what they come to on the wire, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import gradio as gr

from server.contract import DocumentInfo, RequestFilters
from ui.citations import STATUS_LABELS

ALL_REGIONS = "全部地区"

Chosen = tuple[str, list[str], list[str], str | None]
"""The values of the four choices: region, documents, status, date."""


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The components; the region stands beside the question, the others are folded away."""

    region: gr.Dropdown
    documents: gr.Dropdown
    status: gr.CheckboxGroup
    as_of: gr.DateTime

    @property
    def all(self) -> list[gr.components.Component]:
        """In the order of :data:`Chosen`."""
        return [self.region, self.documents, self.status, self.as_of]


def region_choice() -> gr.Dropdown:
    """One region or all."""
    return gr.Dropdown(
        [ALL_REGIONS],
        value=ALL_REGIONS,
        label="地区",
        show_label=False,
        container=False,
        elem_id="pq-region",
        interactive=True,
        filterable=False,
        min_width=0,
    )


def document_choice() -> gr.Dropdown:
    """Some documents, or none for all."""
    return gr.Dropdown([], value=[], multiselect=True, label="文件（不选为全部）", elem_id="pq-documents", min_width=0)


def status_choice() -> gr.CheckboxGroup:
    """Some kinds of legal effect, or none for all."""
    choices = [(label, status) for status, label in STATUS_LABELS.items()]
    return gr.CheckboxGroup(choices, label="效力（不选为全部）", elem_id="pq-status", min_width=0)


def date_choice() -> gr.DateTime:
    """The day on which a document has to have effect; empty for today's reading without a limit."""
    return gr.DateTime(
        include_time=False,
        type="string",
        label="按哪一天判断是否有效（年-月-日，可不填）",
        elem_id="pq-as-of",
        min_width=0,
    )


def chosen_filters(region: str, documents: Sequence[str], status: Sequence[str], as_of: str | None) -> RequestFilters:
    """The wire's filters. Raises :class:`pydantic.ValidationError` for a date that is none."""
    return RequestFilters.model_validate(
        {
            "regions": [] if region == ALL_REGIONS else [region],
            "documents": list(documents),
            "status": list(status),
            "as_of": as_of or None,
        }
    )


def in_words(documents: Sequence[str], status: Sequence[str], as_of: str | None) -> str:
    """What limits are set besides the region, as HTML with a button that lifts them; empty without any."""
    said = [
        f"{len(documents)} 份文件" if documents else "",
        "、".join(STATUS_LABELS[one] for one in status if one in STATUS_LABELS),
        f"按 {as_of} 判断效力" if as_of else "",
    ]
    limits = "；".join(escape(one) for one in said if one)
    if not limits:
        return ""
    return (
        f'<p class="pq-limits" role="status">只在以下范围内查找：{limits}'
        '<button type="button" class="pq-link" data-lift>清除</button></p>'
    )


def document_choices(documents: Sequence[DocumentInfo]) -> list[tuple[str, str]]:
    """Title and id of each document; a status that a reader must know stands with the title."""
    return [(f"{document.title}（{STATUS_LABELS[document.status]}）", document.id) for document in documents]
