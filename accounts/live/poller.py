"""One task a process reads the revisions of what somebody watches, and hands the new ones to the watches.

It reads a topic at once when a stream begins to watch it, and soon after ``changed`` was called: here or,
with PostgreSQL, in any process. Besides, it reads all that is watched every now and then, since several
processes may share one SQLite file, and a notice may be lost with its connection. While nobody watches it
does nothing.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import Context
from typing import Final

from django.db import close_old_connections, connection, connections, transaction

from accounts.live import listening
from accounts.live.topics import Topic, revisions

TICK: Final = 0.25
"""Seconds between two readings of all that is watched, where nothing else tells of other processes."""
SLOW_TICK: Final = 1.0
"""The same while notices come: some may not, through a proxy that shares connections."""
GAP: Final = 0.05
"""Seconds between any two readings, so that a hundred changes a second cost twenty."""
PATIENCE: Final = 1.0
"""Seconds to wait for a database that does not answer."""

logger = logging.getLogger(__name__)


class Watch:
    """The news of some topics for one stream. However slow it reads, it gets only the latest of each."""

    def __init__(self) -> None:
        self._told: dict[Topic, int] = {}
        self._news: dict[Topic, int] = {}
        self._arrival = asyncio.Event()
        self.is_over = False

    def end(self) -> None:
        """There will be no news any more."""
        self.is_over = True
        self._arrival.set()

    def tell(self, topic: Topic, revision: int) -> None:
        if self._told.get(topic) != revision:
            self._told[topic] = self._news[topic] = revision
            self._arrival.set()

    async def news(self, within: float) -> Mapping[Topic, int]:
        """Revisions that were not told before; none if there are none within so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._arrival.wait()
        self._arrival.clear()
        news, self._news = self._news, {}
        return news


class Poller:
    """Lives in one event loop, for as long as somebody watches something."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._watches: defaultdict[Topic, set[Watch]] = defaultdict(set)
        self._due: set[Topic] = set()
        self._thread = ThreadPoolExecutor(1, "revisions")
        self._wake = asyncio.Event()
        self._listener = listening.Listener(self.wake) if connection.vendor == "postgresql" else None
        # Not in the context of the request that happens to be the first: what belongs to it ends with it.
        self._tasks = [self._loop.create_task(self._poll(), context=Context())]
        if self._listener is not None:
            self._tasks.append(self._loop.create_task(self._listener.listen(), context=Context()))

    def add(self, watch: Watch, topics: Iterable[Topic]) -> None:
        for topic in topics:
            self._watches[topic].add(watch)
            self._due.add(topic)
        self._wake.set()

    def remove(self, watch: Watch, topics: Iterable[Topic]) -> None:
        for topic in topics:
            self._watches[topic].discard(watch)
            if not self._watches[topic]:
                del self._watches[topic]

    @property
    def is_idle(self) -> bool:
        return not self._watches

    def end_watches(self) -> None:
        for watches in self._watches.values():
            for watch in watches:
                watch.end()

    def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._thread.submit(connections.close_all)
        self._thread.shutdown(wait=False)

    def wake(self, topic: Topic | None = None) -> None:
        """Read this topic soon, or whatever is watched."""
        if topic is None:
            self._due.update(self._watches)
        elif topic in self._watches:
            self._due.add(topic)
        if self._due:
            self._wake.set()

    def wake_from_afar(self, topic: Topic) -> None:
        """``wake``, from any thread."""
        # The loop may end while somebody else is at work.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.wake, topic)

    async def _poll(self) -> None:
        next_round, fails = self._loop.time(), False
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(next_round):
                    await self._wake.wait()
            if self._loop.time() >= next_round:
                self._due.update(self._watches)
                next_round = self._loop.time() + self._tick
            self._wake.clear()
            due, self._due = self._due, set()
            try:
                await self._read(due)
                fails = False
            except Exception:
                # Whatever is wrong with one reading, the streams wait for the next. Told once, not each time.
                if not fails:
                    logger.warning("Could not read the revisions of what is watched.", exc_info=True)
                fails = True
                await asyncio.sleep(PATIENCE)
            await asyncio.sleep(GAP)

    @property
    def _tick(self) -> float:
        return SLOW_TICK if self._listener is not None and self._listener.hears else TICK

    async def _read(self, topics: Collection[Topic]) -> None:
        known = await self._loop.run_in_executor(self._thread, _revisions, topics)
        for topic, revision in known.items():
            for watch in self._watches.get(topic, ()):
                watch.tell(topic, revision)


def _revisions(topics: Collection[Topic]) -> dict[Topic, int]:
    """Over the connection that this thread keeps, if the database has not closed it."""
    close_old_connections()
    return revisions(topics)


_pollers: Final[dict[asyncio.AbstractEventLoop, Poller]] = {}
_lock: Final = threading.Lock()


@contextmanager
def watching(topics: Collection[Topic]) -> Iterator[Watch]:
    """For a task of an event loop. The present revision of each topic is the first news."""
    loop, watch = asyncio.get_running_loop(), Watch()
    with _lock:
        poller = _pollers.get(loop) or _pollers.setdefault(loop, Poller())
    poller.add(watch, topics)
    try:
        yield watch
    finally:
        poller.remove(watch, topics)
        if poller.is_idle:
            with _lock:
                _pollers.pop(loop, None)
            poller.end()


def end_streams() -> None:
    """All of this event loop."""
    poller = _pollers.get(asyncio.get_running_loop())
    if poller is not None:
        poller.end_watches()


def changed(topic: Topic) -> None:
    """The topic has a new revision. Called in the transaction that wrote it; told once that is committed."""
    if connection.vendor == "postgresql":
        listening.notify(topic)
    transaction.on_commit(lambda: wake_everybody(topic))


def wake_everybody(topic: Topic) -> None:
    with _lock:
        pollers = tuple(_pollers.values())
    for poller in pollers:
        poller.wake_from_afar(topic)
