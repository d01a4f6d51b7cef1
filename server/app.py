"""The HTTP door: API, its documentation, and the page, in one FastAPI application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from server import problems
from server.contract import Problem
from server.routes.ask import ask_router
from server.routes.calling import ServiceCalls
from server.routes.documents import documents_router
from server.routes.health import health_router
from server.routes.search import search_router

if TYPE_CHECKING:
    from server.service import PolicyService
