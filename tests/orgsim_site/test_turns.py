"""Who does something goes before those who look, but not before all of them; else whoever came first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from orgsim_site.turns import LOOKS_BETWEEN, Turns


class Queue:
    """One at once; the first, whose turn it is, stays until it is ``left``."""

    def __init__(self) -> None:
        self.turns = Turns(1)
        self.had: list[str] = []
        self.left = asyncio.Event()
        self.tasks = [asyncio.create_task(self._first())]

    async def _first(self) -> None:
        async with self.turns.turn("GET"):
            await self.left.wait()

    async def come(self, method: str) -> asyncio.Task[None]:
        """And wait behind those who came before."""
        self.tasks.append(asyncio.create_task(self._have(method)))
        await asyncio.sleep(0)
        return self.tasks[-1]

    async def _have(self, method: str) -> None:
        async with self.turns.turn(method):
            self.had.append(method)

    async def run(self) -> list[str]:
        """In which order they had their turns once the first has left."""
        self.left.set()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.had


def run(script: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(script(), 5))


def test_who_does_something_goes_before_those_who_look():
    async def script() -> None:
        queue = Queue()
        for method in ("GET", "HEAD", "POST"):
            await queue.come(method)
        assert await queue.run() == ["POST", "GET", "HEAD"]

    run(script)


def test_where_there_is_always_something_to_do_some_who_look_go_in_between():
    async def script() -> None:
        queue = Queue()
        for method in ("POST",) * 3 + ("GET",) * (LOOKS_BETWEEN + 1):
            await queue.come(method)
        looks = ["GET"] * LOOKS_BETWEEN
        assert await queue.run() == ["POST", *looks, "POST", "GET", "POST"]

    run(script)


def test_as_many_go_on_at_once_as_there_may_be():
    async def script() -> None:
        turns = Turns(2)
        async with turns.turn("GET"), turns.turn("GET"):
            third = asyncio.create_task(turns.turn("GET").__aenter__())
            await asyncio.sleep(0)
            assert not third.done()
        await third

    run(script)


def test_who_leaves_before_their_turn_holds_nobody_up():
    async def script() -> None:
        queue = Queue()
        leaving = await queue.come("POST")
        await queue.come("GET")
        leaving.cancel()
        assert await queue.run() == ["GET"]

    run(script)


def test_who_leaves_in_the_moment_of_their_turn_hands_it_on():
    async def script() -> None:
        queue = Queue()
        leaving = await queue.come("POST")
        await queue.come("GET")
        queue.left.set()
        await asyncio.sleep(0)  # The first has left, and it would be the second's turn.
        leaving.cancel()
        assert await queue.run() == ["GET"]

    run(script)


def test_a_turn_that_ends_badly_is_over_too():
    async def script() -> None:
        turns = Turns(1)
        for _again in range(2):
            try:
                async with turns.turn("POST"):
                    raise ValueError
            except ValueError:
                pass

    run(script)
