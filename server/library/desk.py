"""Where changes of the library are ordered and looked up: all that the routes need, without FastAPI."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.errors import RetrievalIndexError
from index.manifest import Manifest
from index.snapshots import current_snapshot, list_snapshots, snapshot_dir
from ingest.errors import SourceRejected
from ingest.formats import check_readable
from ingest.metadata.region import divisions
from server.asked_regions import region_codes
from server.auth.identity import Role, caller
from server.contract import DocumentCorrection, Job, JobKind, SnapshotInfo, SnapshotList
from server.errors import DocumentNotFound, FileUnusable, InvalidRequest, NameTaken, SnapshotNotFound
from server.library.jobs import Jobs, Received
from server.library.librarian import Librarian
from server.library.plan import values_of
from server.library.settings import UploadSettings
from server.library.vault import Vault
from server.serving import Serving


class SentFile(BaseModel):
    """A file as it was sent: its name already checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    data: bytes


class Desk:
    """Takes orders; the :class:`Librarian` carries them out. An order that is returned from here is not lost."""

    def __init__(
        self, home: Path, serving: Serving, jobs: Jobs, librarian: Librarian, settings: UploadSettings
    ) -> None:
        self.jobs = jobs
        self.librarian = librarian
        self.settings = settings
        self._home = home
        self._serving = serving
        self._vault = Vault(home)
        self._vault.clear_unfinished()

    def upload(self, who: str, files: Sequence[SentFile]) -> Job:
        """Take ``files`` into the library; each replaces one of the same name.

        Raises:
            InvalidRequest: there is no file, or two have one name.
            NameTaken: a file the caller may not know of has such a name: it is not his to replace.
            FileUnusable: one is empty or of no format that is read.
        """
        if not files:
            raise InvalidRequest("请求中没有文件，请以 multipart/form-data 的 files 字段上传。")
        names = [file.name for file in files]
        if len(set(names)) < len(names):
            raise InvalidRequest("一次上传的文件不能重名，请改名或分次上传。")
        if unseen := [name for name in names if not self._serving.shows(name)]:
            raise NameTaken(f"文件名“{unseen[0]}”已被占用，请改名后再上传。")
        received = self._receive(files)
        return self._order(who, "upload", "、".join(names), {}, received)

    def replace(self, who: str, document_id: str, file: SentFile) -> Job:
        """Put ``file`` in the place of the file a document stands in; it takes over the id.

        Raises:
            DocumentNotFound: there is no such document.
            FileUnusable: the file is empty or of no format that is read.
            NameTaken: the new file is called like yet another file.
        """
        own = self._source_of(document_id)
        held = {d.source_file for d in self._serving.whole.holdings.library.documents}
        if file.name != own and (file.name in held or not self._serving.shows(file.name)):
            raise NameTaken(f"文件名“{file.name}”已被占用，请改名后再替换。")
        received = self._receive([file])
        # Before it can be seen under its new name.
        self._serving.show_like(file.name, own)
        return self._order(who, "replace", document_id, {}, received)

    def delete(self, who: str, document_id: str) -> Job:
        """Take a document out of the library. Raises ``DocumentNotFound``."""
        self._source_of(document_id)
        return self._order(who, "delete", document_id, {})

    def correct(self, who: str, document_id: str, correction: DocumentCorrection) -> Job:
        """Set a document's metadata by hand; only the fields given.

        Raises:
            DocumentNotFound: there is no such document.
            InvalidRequest: no field is given, or the region is ambiguous; ``UnknownRegionFilter`` when it is none.
        """
        self._source_of(document_id)
        given = correction.model_dump(mode="json", exclude_unset=True)
        if not given:
            raise InvalidRequest("没有给出要更正的字段。")
        region = None if given.get("region") is None else _adcode(given["region"])
        return self._order(who, "correct", document_id, {"values": values_of(given, region)})

    def activate(self, who: str, snapshot: str) -> Job:
        """Answer from another snapshot. Raises ``SnapshotNotFound``."""
        if snapshot not in list_snapshots(self._home):
            raise SnapshotNotFound(f"没有名为“{snapshot}”的快照，可在快照列表中查到全部名称。")
        return self._order(who, "activate", snapshot, {})

    def job(self, job_id: str) -> Job:
        """How a change stands. Only who ordered it and admins are told: it names files others may not know of.

        Raises:
            JobNotFound: there is none of this id, or none for the caller.
        """
        asking = caller()
        return self.jobs.get(job_id, None if asking.role >= Role.ADMIN else asking.name)

    def snapshots(self) -> SnapshotList:
        """All snapshots on disk, newest first."""
        current = current_snapshot(self._home)
        infos = [self._snapshot(name, name == current) for name in reversed(list_snapshots(self._home))]
        return SnapshotList(current=current, snapshots=infos)

    def _snapshot(self, name: str, current: bool) -> SnapshotInfo:
        try:
            manifest = Manifest.read(snapshot_dir(self._home, name))
        except RetrievalIndexError:
            return SnapshotInfo(name=name, current=current, usable=False, created_at=None, documents=None, clauses=None)
        return SnapshotInfo(
            name=name,
            current=current,
            usable=True,
            created_at=manifest.created_at,
            documents=manifest.counts.documents,
            clauses=manifest.counts.clauses,
        )

    def _source_of(self, document_id: str) -> str:
        document = self._serving.current.holdings.documents.get(document_id)
        if document is None:
            raise DocumentNotFound.of_id(document_id)
        return document.source_file

    def _receive(self, files: Sequence[SentFile]) -> list[Received]:
        for file in files:
            try:
                check_readable(file.data, file.name)
            except SourceRejected as error:
                raise FileUnusable(str(error)) from error
        received = []
        for file in files:
            suffix = Path(file.name).suffix.lower()
            received.append(Received(file.name, self._vault.keep(file.data, suffix), suffix, len(file.data)))
        return received

    def _order(
        self, who: str, kind: JobKind, subject: str, details: dict[str, object], files: Sequence[Received] = ()
    ) -> Job:
        job = self.jobs.add(who, kind, subject, details, files)
        self.librarian.wake()
        return job


def _adcode(name: str) -> str:
    codes = region_codes(name)
    if len(codes) > 1:
        shown = "、".join(f"{divisions()[code].name}（{code}）" for code in codes)
        raise InvalidRequest(f"“{name}”可指多个地区，请用行政区划代码：{shown}。")
    return codes[0]
