"""Ray as far as the spreading of work needs it, in this process, for what a real cluster cannot be made to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

Row = dict[str, Any]
Spoil = Callable[[Iterator[Row]], Iterator[Row]]


class RayError(Exception):
    """Stands for ``ray.exceptions.RayError``."""


@dataclass(frozen=True)
class _Rows:
    rows: Iterable[Row]
    spoil: Spoil

    def map(self, work: Any, fn_constructor_args: tuple[Any, ...] = (), **_: object) -> _Rows:
        do = work(*fn_constructor_args) if isinstance(work, type) else work
        return _Rows(map(do, self.rows), self.spoil)

    def iter_rows(self) -> Iterator[Row]:
        return self.spoil(iter(self.rows))


def stand_in(patch: pytest.MonkeyPatch, spoil: Spoil = iter) -> None:
    """Have ``import ray`` give the stand-in; ``spoil`` is done to the rows that come back from the workers."""
    ray, data, exceptions = ModuleType("ray"), ModuleType("ray.data"), ModuleType("ray.exceptions")
    found: dict[ModuleType, dict[str, object]] = {
        ray: {"data": data, "exceptions": exceptions, "cluster_resources": lambda: {"CPU": 2.0}},
        data: {"from_items": lambda items, **_: _Rows(items, spoil)},
        exceptions: {"RayError": RayError},
    }
    for module, content in found.items():
        vars(module).update(content)
        patch.setitem(sys.modules, module.__name__, module)
