"""What the events of 文库 run, in Gradio's worker threads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import gradio as gr
from pydantic import ValidationError

from server.client_errors import ClientError
from server.contract import Job
from server.editing_client import EditingClient
from ui.connection import ServiceUrl, connect_to_edit
from ui.failure import failure
from ui.holdings.access import READERS_ONLY, delete_button, delete_question, visibility_form
from ui.holdings.boundaries import tree_beside_source
from ui.holdings.correction import correction_form, correction_of
from ui.holdings.listing import SHOWN, document_head, document_list
from ui.holdings.progress import job_progress
from ui.holdings.snapshots import activation_question, snapshot_list
from ui.holdings.versions import differences, version_list
from ui.sent_files import FileField, FileGone, SentFile
from ui.source_view import dialog

Detail = tuple[Any, ...]
"""The chosen id, then the areas head, tree, correction, versions, difference, access, and whether they are shown."""
Changed = tuple[Any, ...]
"""The areas job, list and snapshots, the file field and what is chosen in it, then :data:`Detail`."""

_AFTER_JOB = 12
NOTHING_CHOSEN: Detail = (None, "", "", "", "", "", "", gr.Column(visible=False))


class HoldingsEvents:
    """The handlers, bound to where the service is."""

    def __init__(self, service_url: ServiceUrl, files: FileField) -> None:
        self._service_url = service_url
        self._files = files

    def load(self, request: gr.Request) -> tuple[Any, ...]:
        """The list, the note for readers, the snapshots, and whether the parts for editors (twice) and the one for
        admins are shown.
        """
        hidden = gr.Accordion(visible=False), gr.Column(visible=False), gr.Accordion(visible=False)
        try:
            with self._connect(request) as client:
                role = client.me().role
                listed = document_list(client.find_documents(limit=SHOWN), "", None)
                snapshots = self._snapshots(client)
        except ClientError as error:
            return failure(str(error)), "", "", *hidden
        if role == "reader":
            return listed, READERS_ONLY, "", *hidden
        shown = gr.Accordion(visible=True), gr.Column(visible=True), gr.Accordion(visible=role == "admin")
        return listed, "", snapshots, *shown

    def find(self, title: str, chosen: str | None, request: gr.Request) -> str:
        """The list for words of the title."""
        try:
            with self._connect(request) as client:
                return self._list(client, title, chosen)
        except ClientError as error:
            return failure(str(error))

    def choose(self, title: str, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """The list with the pressed document marked, and what there is to see of that one."""
        chosen = str(event.holding)
        try:
            with self._connect(request) as client:
                return self._list(client, title, chosen), *self._detail(client, chosen)
        except ClientError as error:
            return failure(str(error)), *NOTHING_CHOSEN

    def upload(self, files: list[SentFile], title: str, chosen: str | None, request: gr.Request) -> Iterator[Changed]:
        """Hand the chosen files in and follow what becomes of them."""
        if not files:
            yield failure("请先选择文件。"), *_skipped(_AFTER_JOB)
            return
        try:
            sent = [(file.name, file.data()) for file in files]
        except FileGone as error:
            yield failure(str(error)), *_skipped(_AFTER_JOB)
            return
        yield from self._carry_out(request, title, chosen, lambda client: client.upload(sent))

    def correct(self, title: str, event: gr.EventData, request: gr.Request) -> Iterator[Changed]:
        """Correct what a form's changed fields say."""
        document = str(event.document)
        try:
            correction = correction_of(json.loads(str(event.changed)))
        except (ValidationError, ValueError):
            yield (
                failure("有一项填得不对：日期须为 年-月-日，其余不能超过 200 字，标题不能为空。"),
                *_skipped(_AFTER_JOB),
            )
            return
        yield from self._carry_out(request, title, document, lambda client: client.correct(document, correction))

    def ask_to_delete(self, event: gr.EventData, request: gr.Request) -> str:
        """The question before a document is deleted."""
        try:
            with self._connect(request) as client:
                return delete_question(client.document(str(event.document)).document)
        except ClientError as error:
            return dialog("删除文件", failure(str(error)))

    def delete(self, title: str, event: gr.EventData, request: gr.Request) -> Iterator[Changed]:
        """Delete the document the question was answered for."""
        document = str(event.document)
        yield from self._carry_out(request, title, None, lambda client: client.delete(document))

    def ask_to_activate(self, event: gr.EventData) -> str:
        """The question before another snapshot is put to use."""
        return activation_question(str(event.snapshot))

    def activate(self, title: str, event: gr.EventData, request: gr.Request) -> Iterator[Changed]:
        """Put the snapshot to use that the question was answered for."""
        snapshot = str(event.snapshot)
        yield from self._carry_out(request, title, None, lambda client: client.activate(snapshot))

    def compare(self, event: gr.EventData, request: gr.Request) -> str:
        """What differs from the version or document chosen in the form."""
        try:
            with self._connect(request) as client:
                return differences(client.diff(str(event.document), str(event.against)))
        except ClientError as error:
            return failure(str(error))

    def show_to(self, event: gr.EventData, request: gr.Request) -> str:
        """Set who sees a document."""
        try:
            with self._connect(request) as client:
                set_to = client.show_to(str(event.document), str(event.visibility)).visibility
        except ClientError as error:
            return failure(str(error))
        seen = "所有人" if set_to == "public" else f"用户组 {set_to}"
        return f'<div class="pq-box" role="status"><p>{escape(f"已设定：{seen}可见。")}</p></div>'

    def _carry_out(
        self, request: gr.Request, title: str, chosen: str | None, order: Callable[[EditingClient], Job]
    ) -> Iterator[Changed]:
        try:
            with self._connect(request) as client:
                job = ordered = order(client)
                yield job_progress(job), *_skipped(_AFTER_JOB)
                for job in client.follow(ordered.id):
                    yield job_progress(job), *_skipped(_AFTER_JOB)
                done = job.status == "done"
                field = self._files.emptied() if done and job.kind == "upload" else _skipped(2)
                shown = self._detail(client, chosen) if done and chosen else NOTHING_CHOSEN if done else _skipped(8)
                yield job_progress(job), self._list(client, title, chosen), self._snapshots(client), *field, *shown
        except ClientError as error:
            yield failure(str(error)), *_skipped(_AFTER_JOB)

    def _list(self, client: EditingClient, title: str, chosen: str | None) -> str:
        return document_list(client.find_documents(title=title.strip(), limit=SHOWN), title.strip(), chosen)

    def _snapshots(self, client: EditingClient) -> str:
        return snapshot_list(client.snapshots()) if client.me().role == "admin" else ""

    def _detail(self, client: EditingClient, chosen: str) -> Detail:
        held = client.clauses(chosen)
        document = held.document
        tree = tree_beside_source(held.clauses, client.source(chosen))
        versions = version_list(client.versions(chosen), client.find_documents(limit=1000).documents)
        caller = client.me()
        correction = access = ""
        if caller.role != "reader":
            correction = correction_form(document)
            access = visibility_form(chosen, client.visibility(chosen), caller) + delete_button(document)
        return chosen, document_head(document), tree, correction, versions, "", access, gr.Column(visible=True)

    def _connect(self, request: gr.Request) -> EditingClient:
        return connect_to_edit(self._service_url, request)


def _skipped(count: int) -> tuple[Any, ...]:
    return tuple(gr.skip() for _ in range(count))
