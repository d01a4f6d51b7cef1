"""Whether requests should be sent here, and what is amiss; told to anybody, so no file is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from server.contract import Readiness
from server.errors import IndexUnavailable

if TYPE_CHECKING:
    from server.state import ServerState


def left_out(count: int) -> str:
    """That so many files could not be taken, without their names."""
    return f"有 {count} 个文件未能收录。"


def readiness(state: ServerState) -> Readiness:
    """``not_ready`` where no request could be answered as it should be, ``degraded`` where some cannot."""
    library = state.serving.whole.holdings.library
    broken = [] if library.documents else ["知识库里没有文件。"]
    flaws = [left_out(len(library.failures))] if library.failures else []
    try:
        state.serving.whole.check_search()
    except IndexUnavailable:
        broken.append("检索引擎不可用。")
    if state.visibility is not None:
        try:
            state.visibility.check()
        except SQLAlchemyError:
            if state.visibility.holds():
                flaws.append("记录数据库不可用，提问照常，上传、反馈、登录等暂时不能用。")
            else:
                broken.append("记录数据库不可用。")
    link = state.operations.redis
    if link is not None and not link.answers():
        flaws.append("共享缓存（Redis）不可用，各进程暂用自己的缓存和计数。")
    if broken:
        return Readiness(status="not_ready", reasons=broken)
    return Readiness(status="degraded" if flaws else "ready", reasons=flaws)
