"""Whose turn it is where more is asked at once than can be answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from typing import Final

LOOKS: Final = ("GET", "HEAD")


class Turns:
    """So many at once. Who does something goes before those who look: where an instructor's click makes two
    hundred pages fetch what is new, nobody's own work waits for them. Otherwise it is whoever came first.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._order = count()

    @asynccontextmanager
    async def turn(self, method: str) -> AsyncIterator[None]:
        """Once it has come."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(method in LOOKS)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, looks: bool) -> None:
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (looks, next(self._order), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # It had come in the same moment.
                self._next()
            raise

    def _next(self) -> None:
        while self._waiting:
            *_, turn = heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
