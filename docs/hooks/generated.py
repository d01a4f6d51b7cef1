"""What the documentation takes from the code when it is built: the settings, the interfaces, the list of decisions.

A page says where: ``<!-- generated: settings -->`` and ``<!-- generated: interfaces -->``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CONSEQUENCES = ROOT / "docs" / "hooks" / "settings.toml"
_MARK = re.compile(r"<!-- generated: (\w+) -->")
_KINDS = {
    "str": "文字",
    "int": "整数",
    "float": "小数",
    "bool": "true 或 false",
    "Path": "文件夹",
    "SecretStr": "文字（不显示）",
}
_KINDS |= {"AnyHttpUrl": "网址", "date": "日期"}
_BOUNDS = {"ge": "≥ {}", "gt": "> {}", "le": "≤ {}", "lt": "< {}"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that can be set: its dotted name, what it takes, and its default as printed."""

    name: str
    takes: str
    default: str

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "POLICYQA_" + self.name.upper().replace(".", "__")


def settings() -> list[Setting]:
    """Every value of ``server.bootstrap.Settings``, those of the nested settings included."""
    from server.bootstrap import Settings

    return list(_settings_of(Settings, ""))


def _settings_of(model: type[BaseModel], prefix: str) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        nested = _nested(field.annotation)
        if nested is None:
            yield Setting(prefix + name, _takes(field), _default(field))
        else:
            yield from _settings_of(nested, f"{prefix}{name}.")


def _nested(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any annotation there is
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _takes(field: FieldInfo) -> str:
    bounds: list[str] = []
    for limit in field.metadata:
        bounds += [text.format(getattr(limit, key)) for key, text in _BOUNDS.items() if hasattr(limit, key)]
    return "，".join([_kind(field.annotation, bounds), *dict.fromkeys(bounds)])


def _kind(annotation: Any, bounds: list[str]) -> str:  # noqa: ANN401 - any annotation there is
    if get_origin(annotation) is Literal:
        return "、".join(f"`{choice}`" for choice in get_args(annotation))
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if hasattr(annotation, "__metadata__"):
        for limit in annotation.__metadata__:
            for constraint in (limit, *getattr(limit, "metadata", ())):
                bounds += [
                    text.format(getattr(constraint, key))
                    for key, text in _BOUNDS.items()
                    if getattr(constraint, key, None) is not None
                ]
        return _kind(annotation.__origin__, bounds)
    if parts and get_origin(annotation) in (list, tuple, frozenset, set):
        return f"{_kind(parts[0], bounds)}的列表（JSON）"
    if parts:
        return "或".join(_kind(part, bounds) for part in parts)
    return _KINDS.get(getattr(annotation, "__name__", ""), str(annotation))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "（用到该组时必填）"
    value = field.get_default(call_default_factory=True)
    if value is None or str(value) == "":
        return "不设"
    return f"`{value}`"


def settings_tables() -> str:
    """The settings as tables, one for each group, with what follows from each."""
    texts: dict[str, Any] = tomllib.loads(CONSEQUENCES.read_text(encoding="utf-8"))
    groups: dict[str, list[Setting]] = {}
    for setting in settings():
        groups.setdefault(setting.name.rpartition(".")[0], []).append(setting)
    parts: list[str] = []
    for group, members in groups.items():
        parts.append(f"## {texts['groups'][group or 'general']}\n")
        parts += ["| 变量 | 取值 | 默认 | 后果 |", "| --- | --- | --- | --- |"]
        parts += [
            f"| `{setting.variable}` | {setting.takes} | {setting.default} | {texts['settings'][setting.name]} |"
            for setting in members
        ]
        parts.append("")
    return "\n".join(parts)


def interfaces_table() -> str:
    """Every address of the HTTP interface with what it is for, from the application's own OpenAPI description."""
    from server.app import create_app
    from server.serving import Serving
    from server.state import ServerState

    # The routes are asked what they are, not to do anything: no library is needed.
    described = create_app(ServerState(Serving(None)), with_ui=False).openapi()  # type: ignore[arg-type]
    lines = ["| 方法 | 地址 | 用途 | 说明 |", "| --- | --- | --- | --- |"]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            text = " ".join(operation.get("description", "").split()).replace("|", "\\|")
            lines.append(f"| {method.upper()} | `{path}` | {operation['summary']} | {text} |")
    return "\n".join(lines)


_GENERATED: dict[str, Callable[[], str]] = {"settings": settings_tables, "interfaces": interfaces_table}


def on_config(config: Any) -> Any:  # noqa: ANN401 - MkDocs' own configuration
    """Put every decision into the navigation."""
    folder = Path(config.docs_dir) / "decisions"
    last = config.nav[-1]
    [title] = last
    last[title] = [{_title(path): f"decisions/{path.name}"} for path in sorted(folder.glob("*.md"))]
    return config


def _title(path: Path) -> str:
    first = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ").strip()
    return first or path.stem


def on_page_markdown(markdown: str, **_: object) -> str:
    """Fill in what a page leaves to the code."""
    return _MARK.sub(lambda mark: _GENERATED[mark[1]](), markdown)
