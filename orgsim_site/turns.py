"""Whose turn it is where more is asked at once than can be answered."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

LOOKS: Final = ("GET", "HEAD")
LOOKS_BETWEEN: Final = 6
"""Who look between two who do something: together about as long as the work of one."""


class Turns:
    """So many at once. Who does something goes before those who look: where an instructor's click makes two
    hundred pages fetch what is new, nobody's own work waits for all of them. But some who look go in between,
    so that they come to see it where there is always something to do. Otherwise it is whoever came first.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._doing: deque[asyncio.Future[None]] = deque()
        self._looking: deque[asyncio.Future[None]] = deque()
        self._looks_first = 0

    @asynccontextmanager
    async def turn(self, method: str) -> AsyncIterator[None]:
        """Once it has come."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(self._looking if method in LOOKS else self._doing)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, waiting: deque[asyncio.Future[None]]) -> None:
        turn = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # It had come in the same moment.
                self._next()
            raise

    def _next(self) -> None:
        while self._doing or self._looking:
            looks = not self._doing or (self._looking and self._looks_first)
            turn = (self._looking if looks else self._doing).popleft()
            if turn.done():
                continue
            self._looks_first = max(0, self._looks_first - 1) if looks else LOOKS_BETWEEN
            turn.set_result(None)
            return
        self._free += 1
