"""What is put before every query or passage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

QUERY: Final = ("query",)
PASSAGE: Final = ("document", "passage", "corpus")


def prompt(chosen: str | None, own: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The prompt ``chosen`` in the settings (``""``: none), else the first of ``names`` the model brings along."""
    if chosen is not None:
        return chosen
    return next((own[name] for name in names if own.get(name)), "")
