"""How a command ends that cannot do its work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from eval.errors import EvalError
from server.client_errors import ClientError

UNUSABLE = 2
"""Exit status where what was given cannot be used; 1 is for a measurement that did not go well."""


@contextmanager
def unusable_input() -> Iterator[None]:
    """Tell what is wrong with files or the service on standard error, and end with `UNUSABLE`."""
    try:
        yield
    except (EvalError, ClientError, OSError) as error:
        Console(stderr=True, soft_wrap=True).print(f"无法测评：{error}", markup=False)
        raise typer.Exit(UNUSABLE) from error
