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


Seen = Callable[..., Awaitable[None]]


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
    seen: list[tuple[str, float]] = field(default_factory=list)
    """What the instructor did, and from the click until the last learner's page showed it."""
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

    async def seen(what: str, act: Callable[[], Awaitable[object]], topic: str = "class") -> None:
        await _seen_by_all(measured, what, instructor, people, act, topic)

    await seen("a vote opened", lambda: instructor.open_step(0))
    measured.votes = await _everybody(Learner.vote, people, VOTING)
    await _follow(seen, instructor, people, 1)
    await seen("a task opened", lambda: instructor.open_step(1))
    measured.tasks = await _everybody(lambda each: each.take_up(instructor.steps[1]), people, JOINING)

    measured.streams = sum(each.stream.is_open for each in (*people, instructor))
    measured.idle = await _listen(server)
    taken = server.processor_seconds
    work = asyncio.gather(*(each.work(WORKING, EVERY) for each in people))
    knocking = asyncio.create_task(_knock(measured, server))
    for _again in range(2):
        await asyncio.sleep(WORKING / 6)
        await seen("the same while all work", lambda: instructor.open_step(1))
    await _follow(seen, instructor, people, 2, 1.0)
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


async def _follow(
    seen: Seen, instructor: Instructor, people: list[Learner], account: int, pause: float = 0.0
) -> None:
    """Lead everybody to an account, move some others, and let them go; with so many seconds in between."""
    await seen("follow me begun", lambda: instructor.lead(True))
    for each in people:
        each.look_on()
    await asyncio.sleep(pause)
    await seen("follow me, at another account", lambda: instructor.look(account))
    for _again in range(2):
        await asyncio.sleep(pause)
        await seen("follow me, an account moved", instructor.move, "shown")
    await asyncio.sleep(pause)
    await seen("follow me ended", lambda: instructor.lead(False))
    for each in people:
        await each.look_away()


async def _everybody(
    work: Callable[[Learner], Awaitable[float]], people: list[Learner], within: float
) -> list[float]:
    """Each at a moment of their own within so many seconds; what it took."""

    async def one(learner: Learner, number: int) -> float:
        await asyncio.sleep(within * number / len(people))
        return await work(learner)

    return list(await asyncio.gather(*(one(learner, number) for number, learner in enumerate(people))))


async def _seen_by_all(
    measured: Measured,
    what: str,
    instructor: Instructor,
    people: list[Learner],
    act: Callable[[], Awaitable[object]],
    topic: str,
) -> None:
    """Do something that everybody is to see, and wait until they have."""
    known = instructor.stream if topic == "class" else people[0].stream
    revision, click = known.heard.get(topic, (0, 0.0))[0] + 1, time.perf_counter()
    await act()

    async def last(moments: list[Awaitable[float]]) -> float:
        try:
            async with asyncio.timeout(PATIENCE):
                return max(await asyncio.gather(*moments)) - click
        except TimeoutError:
            return PATIENCE

    measured.told.append(await last([each.stream.until(topic, revision) for each in people]))
    windows = [each.window if topic == "class" else each.shown for each in people]
    measured.seen.append((what, await last([each.until(revision) for each in windows])))


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
