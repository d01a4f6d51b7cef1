"""The client's part for editors: changes of the library, how far they have come, and what they replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from server.client import JSON_BODY, PolicyClient, read_wire
from server.contract import (
    CallerInfo,
    DocumentCorrection,
    DocumentDiff,
    DocumentVisibility,
    Job,
    SnapshotList,
    VersionList,
    VisibilityChange,
)

M = TypeVar("M", bound=BaseModel)


class EditingClient(PolicyClient):
    """A client that also changes the library; what its key does not allow is answered with `RequestRejected`."""

    def me(self) -> CallerInfo:
        """What the key allows."""
        return self._call("GET", "/v1/me", CallerInfo)

    def upload(self, files: Sequence[tuple[str, bytes]]) -> Job:
        """Hand in files, each a name and its bytes; one of a name that is there replaces it."""
        parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
        return self._answered("POST", "/v1/documents", Job, files=parts)

    def follow(self, job_id: str) -> Iterator[Job]:
        """The job each time it has come further, until it is done or has failed."""
        for event in self._events("GET", f"/v1/jobs/{quote(job_id, safe='')}/events"):
            yield read_wire(Job, event.data)

    def correct(self, document_id: str, correction: DocumentCorrection) -> Job:
        """Correct what is known of a document: the fields that were set in ``correction``."""
        body = correction.model_dump_json(exclude_unset=True)
        return self._document("PATCH", document_id, "", Job, body)

    def delete(self, document_id: str) -> Job:
        """Take a document out of the library."""
        return self._document("DELETE", document_id, "", Job)

    def versions(self, document_id: str) -> VersionList:
        """The versions of a document, the current one first."""
        return self._document("GET", document_id, "/versions", VersionList)

    def diff(self, document_id: str, against: str) -> DocumentDiff:
        """What differs between a document and ``against``: a version of it, or another document's id."""
        return self._document("GET", document_id, "/diff", DocumentDiff, params={"against": against})

    def visibility(self, document_id: str) -> DocumentVisibility:
        """Who sees a document."""
        return self._document("GET", document_id, "/visibility", DocumentVisibility)

    def show_to(self, document_id: str, visibility: str) -> DocumentVisibility:
        """Say who sees a document: ``public`` or a group."""
        body = VisibilityChange(visibility=visibility).model_dump_json()
        return self._document("PUT", document_id, "/visibility", DocumentVisibility, body)

    def snapshots(self) -> SnapshotList:
        """The states of the library that are kept, newest first."""
        return self._call("GET", "/v1/snapshots", SnapshotList)

    def activate(self, snapshot: str) -> Job:
        """Answer from another snapshot."""
        return self._call("POST", f"/v1/snapshots/{quote(snapshot, safe='')}/activate", Job)

    def _document(
        self,
        method: str,
        document_id: str,
        part: str,
        answer: type[M],
        body: str | None = None,
        params: dict[str, str] | None = None,
    ) -> M:
        path = f"/v1/documents/{quote(document_id, safe='')}{part}"
        return self._answered(method, path, answer, content=body, headers=JSON_BODY, params=params)
