"""`policyqa ingest`: take documents in and show or export what was read from them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.tree import Tree

from ingest.cluster import ClusterSettings, Workers, cluster
from ingest.corpus import walk
from ingest.distributed import ingest_on_cluster, parsed_folder
from ingest.errors import IngestError
from ingest.model import Clause, Library
from ingest.pipeline import ingest_paths

_messages = Console(stderr=True, soft_wrap=True)


class Workplace(Protocol):
    """What the command needs from the outside: where work is kept, and where it is spread that is asked to be."""

    home: Path
    ray: ClusterSettings


def register(app: typer.Typer, workplace: Callable[[], Workplace]) -> None:
    """Add the command to ``app``."""

    @app.command()
    def ingest(
        paths: Annotated[list[Path], typer.Argument(help="文件或文件夹", show_default=False)],
        export: Annotated[Path | None, typer.Option(help="导出条款，每行一条（JSONL）", show_default=False)] = None,
        tree: Annotated[bool, typer.Option("--tree", help="打印条款树，供人核对")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出收录结果")] = False,
        workers: Annotated[Workers, typer.Option(help="谁来读：本进程，或 Ray 的多个进程")] = Workers.LOCAL,
    ) -> None:
        """读取政策文件，拆成条款。不建索引；建索引用 policyqa index build。"""
        try:
            library = _on_ray(paths, workplace()) if workers is Workers.RAY else read_library(paths)
            if export:
                export.write_text("".join(_export_lines(library)), encoding="utf-8")
        except (IngestError, OSError) as error:
            _messages.print(f"错误：{error}", style="red", markup=False)
            raise typer.Exit(2) from None
        if as_json:
            typer.echo(json.dumps(_summary(library), ensure_ascii=False))
        elif tree:
            _print_trees(library)
        else:
            print_summary(library)


def read_library(paths: list[Path]) -> Library:
    """Ingest with a progress bar on standard error."""
    with reading(paths) as advance:
        return ingest_paths(paths, advance)


def _on_ray(paths: list[Path], place: Workplace) -> Library:
    with cluster(place.ray), reading(paths) as advance:
        return ingest_on_cluster(walk(paths), advance, parsed_folder(place.home))


@contextmanager
def reading(paths: list[Path]) -> Iterator[Callable[[str], None]]:
    """A progress bar for the files below ``paths``; to be called with the name of each that is done."""
    columns = (TextColumn("读取文件"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=_messages, transient=True, disable=not _messages.is_terminal) as progress:
        task = progress.add_task("", total=len(walk(paths)))
        yield lambda name: progress.update(task, advance=1, description=name)


def print_summary(library: Library) -> None:
    """A table of what was taken, and what was not and why."""
    counts = Counter(clause.document_id for clause in library.clauses)
    table = Table(title="收录结果")
    for column in ("文件", "标题", "文种", "状态", "地区", "文号", "条款"):
        table.add_column(column)
    for d in library.documents:
        number = d.doc_number.value if d.doc_number else "—"
        region = d.region.name if d.region else "—"
        table.add_row(d.source_file, d.title, d.doc_type, d.status, region, number, str(counts[d.id]))
    for name, reason in library.failures:
        table.add_row(name, f"未收录：{reason}", "", "", "", "", "")
    Console().print(table)


def _summary(library: Library) -> dict[str, object]:
    return {
        "documents": [{"id": d.id, "title": d.title, "source_file": d.source_file} for d in library.documents],
        "clauses": len(library.clauses),
        "chunks": len(library.chunks),
        "failures": [{"file": name, "reason": reason} for name, reason in library.failures],
    }


def _export_lines(library: Library) -> list[str]:
    documents = {d.id: d for d in library.documents}
    lines = []
    for clause in library.clauses:
        document = documents[clause.document_id]
        record = {
            "document_id": clause.document_id,
            "document_title": document.title,
            "clause_id": clause.id,
            "parent_id": clause.parent_id,
            "kind": clause.kind.value,
            "label": clause.label,
            "heading": clause.heading,
            "path": list(clause.path),
            "text": clause.text,
            "start": clause.extent.start,
            "end": clause.extent.end,
            "source_file": document.source_file,
            "status": document.status.value,
            "region": document.region.name if document.region else None,
            "departments": {role.value: names for role, names in clause.departments_by_role.items()},
        }
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return lines


def _print_trees(library: Library) -> None:
    console = Console()
    for document in library.documents:
        root = Tree(f"[bold]{document.title}[/bold]（{document.doc_type}，{document.status}）")
        branches: dict[str | None, Tree] = {None: root}
        for clause in library.clauses:
            if clause.document_id == document.id:
                branches[clause.id] = branches[clause.parent_id].add(_branch(clause), highlight=False)
        console.print(root)


def _branch(clause: Clause) -> str:
    return f"{escape(clause.title)} [dim]{clause.kind} {clause.extent.start}–{clause.extent.end}[/dim]"
