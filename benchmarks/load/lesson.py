"""One lesson with a class, from the first who joins to the last operation, and what was measured in it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from benchmarks.load.people import Instructor, Learner
from benchmarks.load.server import Server
from benchmarks.load.wire import Browser, Counts, Refused

EVERY = 10.0
"""Seconds between two operations of one learner."""
JOINING = 20.0
"""Seconds within which the whole class comes in, and later takes up the task."""
VOTING = 10.0
LISTENING = 6.0
WORKING = 60.0
PATIENCE = 15.0
"""Seconds after which nobody waits any more for what the instructor did."""
MEGABYTES_EVERY = 5.0


@dataclass
class Measured:
    """Seconds, but for what says otherwise."""

    joins: list[float] = field(default_factory=list)
    votes: list[float] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)
    operations: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    """Of ``/healthz`` while the class is at work: the middleware, and one question to the database."""
    told: list[float] = field(default_factory=list)
    """From the instructor's click to the number in the last stream."""
    seen: list[float] = field(default_factory=list)
    """From the instructor's click until the last learner's page shows it."""
    followed: list[float] = field(default_factory=list)
    """As ``seen``, of leading: to another page, to three accounts there, and back."""
    streams: int = 0
    """Open while the class is at work."""
    idle: float | None = None
    """Transactions a second while all streams are open and nobody does anything; None where nobody counts."""
    windows: list[float] = field(default_factory=list)
    """Of the instructor: a fetch of what is new."""
    counts: Counts = field(default_factory=Counts)
    losses: int = 0
    """Streams that ended before they were closed."""
    megabytes: float = 0.0
    processor: float = 0.0
    """What the server took while the class was at work, for each operation: whatever else is shown meanwhile
    is in it, and other programs of this machine are not."""


async def hold(server: Server, learners: int) -> Measured:
    measured = Measured()
    instructor = Instructor(server.port, measured.counts)
    code = await instructor.make_class(learners)
    people = [Learner(number, server.port, measured.counts) for number in range(learners)]
    weighing = asyncio.create_task(_weigh(measured, server))
    measured.joins = await _everybody(lambda each: each.join(code), people, JOINING)

    await _move(measured, instructor, people, lambda: instructor.open_step(0))
    measured.votes = await _everybody(Learner.vote, people, VOTING)
    measured.followed = await _follow(measured, instructor, people)
    await _move(measured, instructor, people, lambda: instructor.open_step(1))
    measured.tasks = await _everybody(lambda each: each.take_up(instructor.steps[1]), people, JOINING)

    measured.streams = sum(each.stream.is_open for each in (*people, instructor))
    measured.idle = await _listen(server)
    taken = server.processor_seconds
    work = asyncio.gather(*(each.work(WORKING, EVERY) for each in people))
    knocking = asyncio.create_task(_knock(measured, server))
    for _again in range(2):
        await asyncio.sleep(WORKING / 3)
        await _move(measured, instructor, people, lambda: instructor.open_step(1))
    await work
    for task in (knocking, weighing):
        task.cancel()
    measured.operations = [seconds for each in people for seconds in each.operations]
    measured.processor = (server.processor_seconds - taken) / len(measured.operations)
    measured.windows = [seconds for window in instructor.windows for seconds in window.seconds]
    measured.losses = sum(each.stream.losses for each in [*people, instructor])
    for each in (*people, instructor):
        await each.close()
    return measured


async def _follow(measured: Measured, instructor: Instructor, people: list[Learner]) -> list[float]:
    """Lead everybody to three accounts, and let them go."""
    await _move(measured, instructor, people, lambda: instructor.lead(True))
    for number in range(3):
        await _move(measured, instructor, people, lambda number=number: instructor.look(number))
    await _move(measured, instructor, people, lambda: instructor.lead(False))
    return measured.seen[-5:]


async def _everybody(
    work: Callable[[Learner], Awaitable[float]], people: list[Learner], within: float
) -> list[float]:
    """Each at a moment of their own within so many seconds; what it took."""

    async def one(learner: Learner, number: int) -> float:
        await asyncio.sleep(within * number / len(people))
        return await work(learner)

    return list(await asyncio.gather(*(one(learner, number) for number, learner in enumerate(people))))


async def _move(
    measured: Measured, instructor: Instructor, people: list[Learner], act: Callable[[], Awaitable[object]]
) -> None:
    """Do something that everybody is to see, and wait until they have."""
    revision, click = instructor.revision + 1, time.perf_counter()
    await act()

    async def last(moments: list[Awaitable[float]]) -> float:
        try:
            async with asyncio.timeout(PATIENCE):
                return max(await asyncio.gather(*moments)) - click
        except TimeoutError:
            return PATIENCE

    told = await last([each.stream.until("class", revision) for each in people])
    measured.told.append(told)
    measured.seen.append(await last([each.window.until(revision) for each in people]))


async def _listen(server: Server) -> float | None:
    """What the pollers ask: all that is asked while only streams are open."""
    before = await asyncio.to_thread(server.transactions)
    await asyncio.sleep(LISTENING)
    after = await asyncio.to_thread(server.transactions)
    return None if before is None or after is None else (after - before) / LISTENING


async def _knock(measured: Measured, server: Server) -> None:
    stranger = Browser(server.port, measured.counts)
    while True:
        with suppress(Refused):
            measured.bare.append((await stranger.get("/healthz")).seconds)
        await asyncio.sleep(0.5)


async def _weigh(measured: Measured, server: Server) -> None:
    while True:
        measured.megabytes = max(measured.megabytes, await asyncio.to_thread(lambda: server.megabytes))
        await asyncio.sleep(MEGABYTES_EVERY)
