"""A browser that listens to an address of the site, spoken as ASGI: Django's client waits for the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, TypeVar

from django.db import connections

from accounts.visitors import COOKIE
from orgsim_site.asgi import application

Result = TypeVar("Result")
Application = Callable[..., Coroutine[Any, Any, None]]


class Stream:
    """Listens from ``async with`` on, until its end."""

    def __init__(self, path: str, secret: str, site: Application = application) -> None:
        self._site = site
        self._scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [
                (b"host", b"localhost"),
                (b"cookie", f"{COOKIE}={secret}".encode()),
                (b"accept-encoding", b"gzip"),
            ],
        }
        self.status = 0
        self.headers: dict[str, str] = {}

    async def __aenter__(self) -> Stream:
        self._leaves = asyncio.Event()
        self._begun = False
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._answering = asyncio.create_task(self._site(self._scope, self._receive, self._sent.put))
        start = await self._sent.get()
        self.status = start["status"]
        self.headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaves.set()
        await self._answering

    async def event(self) -> str:
        """The data of the next event."""
        while True:
            lines = (await self._sent.get())["body"].decode().splitlines()
            data = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
            if data:
                return "\n".join(data)

    async def end(self) -> None:
        """Until the server ends it."""
        await self._answering

    async def _receive(self) -> dict[str, Any]:
        if self._begun:
            await self._leaves.wait()
            return {"type": "http.disconnect"}
        self._begun = True
        return {"type": "http.request", "body": b""}


async def elsewhere(work: Callable[[], Result]) -> Result:
    """Done in a thread, as if by another request."""

    def do() -> Result:
        try:
            return work()
        finally:
            connections.close_all()

    return await asyncio.to_thread(do)
