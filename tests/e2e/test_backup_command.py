"""A library into one file and back, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.command import error_of, output_of, policyqa
from tests.library import Built


@pytest.mark.slow
def test_a_library_is_backed_up_restored_elsewhere_and_a_damaged_backup_refused(built: Built, tmp_path: Path) -> None:
    home = Path(shutil.copytree(built.home, tmp_path / "home"))
    output_of(policyqa(home, "keys", "create", "--name", "前台"))
    backup, new = tmp_path / "backup", tmp_path / "new"
    told = json.loads(output_of(policyqa(home, "backup", backup, "--json")))
    assert (told["snapshot"], told["bytes"]) == (built.service.snapshot, backup.stat().st_size)
    assert "已经存在" in error_of(policyqa(home, "backup", backup))

    result = policyqa(new, "restore", backup, "--json", POLICYQA_RETRIEVAL__DEPTH="77")
    assert json.loads(output_of(result)) | {"created_at": ""} == {
        "snapshot": built.service.snapshot,
        "created_at": "",
        "aside": "",
    }
    assert "设置 retrieval.depth 备份时为" in result.stderr
    question = "日照对创投机构奖励多少"
    before, after = (json.loads(output_of(policyqa(at, "ask", question, "--json"))) for at in (home, new))
    assert "最高200万元" in after["answer"]
    assert [after[part] for part in ("answer", "citations", "snapshot")] == [
        before[part] for part in ("answer", "citations", "snapshot")
    ]
    assert "前台" in output_of(policyqa(new, "keys", "list"))
    assert "--force" in error_of(policyqa(new, "restore", backup))

    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    backup.write_bytes(data)
    assert "校验值不符" in error_of(policyqa(tmp_path / "third", "restore", backup))
    assert [path.name for path in (tmp_path / "third").iterdir()] == [".write.lock"]
