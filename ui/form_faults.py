"""What is wrong with a form, in words, each with the field it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class FormFault:
    """``field`` is the id of the element to go to."""

    field: str
    words: str


class FormFaults(Exception):
    """The form cannot be used as it is: change it as ``faults`` say."""

    def __init__(self, faults: Sequence[FormFault]) -> None:
        super().__init__("；".join(fault.words for fault in faults))
        self.faults = tuple(faults)


def fault_list(faults: Sequence[FormFault]) -> str:
    """The faults as links to their fields; the page's script marks the fields and goes to the first."""
    items = "".join(
        f'<li><a href="#{escape(fault.field)}" data-field="{escape(fault.field)}">{escape(fault.words)}</a></li>'
        for fault in faults
    )
    return (
        f'<div class="pq-box pq-box-failure pq-faults" role="alert"><strong>请改过再提交</strong><ul>{items}</ul></div>'
    )
