"""What a route asks of its caller.

``@router.delete(..., dependencies=[requires(Role.EDITOR)])``, or as a parameter that also tells who it is:
``who: Annotated[Identity, requires(Role.EDITOR)]``.
"""

from __future__ import annotations

from typing import Any

from fastapi import Depends

from server.auth.identity import Identity, Role, caller
from server.errors import NotAllowed

_NAMES = {Role.READER: "读者（reader）", Role.EDITOR: "编辑（editor）", Role.ADMIN: "管理员（admin）"}


def requires(role: Role) -> Any:  # noqa: ANN401 - what FastAPI's own Depends is declared to give
    """A dependency that admits callers of ``role`` and above.

    Raises (when the route is called):
        NotAllowed: the caller's role is below it.
    """

    async def admitted() -> Identity:
        identity = caller()
        if identity.role < role:
            raise NotAllowed(f"这项操作需要{_NAMES[role]}权限，当前密钥是{_NAMES[identity.role]}。")
        return identity

    return Depends(admitted)
