"""Can the service write where its state lies, and is it the only one that can?"""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

from server.doctor.disk import nearest_folder
from server.doctor.finding import Finding, in_order, to_mend

_WHAT = "权限"


def check_permissions(home: Path) -> Finding:
    """``home``, or the folder it will be made in, takes a file; and not everybody may write in ``home``."""
    place = nearest_folder(home)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return to_mend(
            _WHAT,
            f"不能在 {place} 中写文件（{error.strerror}）",
            f"让运行服务的账号拥有它：chown -R 账号 {home}；或把 POLICYQA_HOME 指到可写的文件夹",
        )
    if home.exists() and home.stat().st_mode & stat.S_IWOTH:
        return to_mend(_WHAT, f"{home} 任何账号都能改写", f"chmod o-w {home}")
    return in_order(_WHAT, f"{place} 可写")
