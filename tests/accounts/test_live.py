"""Numbers of revisions reach whoever watches; nothing is held meanwhile, and nothing asked for nobody."""

import asyncio
import logging
import signal
from collections.abc import Callable, Collection, Coroutine
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection

from accounts import services
from accounts.live import listening, poller, topics
from accounts.live.poller import Watch, watching
from accounts.models import OrganizationRecord
from orgsim_site.asgi import application
from tests.accounts.factories import DEV, SANDBOX, SANDBOX_1, OrganizationRecordFactory, VisitorFactory
from tests.accounts.streams import Stream, elsewhere

SOON = 10.0
"""Seconds after which a test fails; nothing waits for so long."""


class Things:
    """A source in memory. ``readings`` are the keys it was asked for, each time."""

    def __init__(self) -> None:
        self.revisions = {"a": 1, "b": 5}
        self.readings: list[set[str]] = []
        self.fails = False

    def revisions_of(self, keys: Collection[str]) -> dict[str, int]:
        self.readings.append(set(keys))
        if self.fails:
            raise OperationalError("the database is away")
        return {key: self.revisions[key] for key in keys if key in self.revisions}


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    found = Things()
    monkeypatch.setitem(topics._sources, "thing", found.revisions_of)
    return found


@pytest.fixture
def never_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is watched is read only when somebody says that it changed."""
    monkeypatch.setattr(poller, "TICK", 1_000.0)
    monkeypatch.setattr(poller, "SLOW_TICK", 1_000.0)


def run(script: Callable[[], Coroutine[object, object, None]]) -> None:
    async def within_time() -> None:
        async with asyncio.timeout(SOON):
            await script()

    asyncio.run(within_time())


def test_the_present_revision_of_what_there_is_comes_at_once(things: Things):
    async def script() -> None:
        with watching(["thing:a", "thing:b", "thing:gone"]) as watch:
            assert await watch.news(SOON) == {"thing:a": 1, "thing:b": 5}

    run(script)


def test_what_another_process_has_written_is_found_by_looking(things: Things):
    async def script() -> None:
        with watching(["thing:a"]) as watch:
            await watch.news(SOON)
            things.revisions["a"] = 2
            assert await watch.news(SOON) == {"thing:a": 2}

    run(script)


def test_many_who_watch_cost_one_reading(things: Things, never_by_itself: None):
    things.revisions = {str(number): number for number in range(200)}

    async def script() -> None:
        with ExitStack() as everybody:
            watches = [everybody.enter_context(watching([f"thing:{key}"])) for key in things.revisions]
            for number, watch in enumerate(watches):
                assert await watch.news(SOON) == {f"thing:{number}": number}

    run(script)
    assert all(reading == set(things.revisions) for reading in things.readings)


def test_only_what_changed_is_read_when_somebody_says_so(things: Things, never_by_itself: None):
    async def script() -> None:
        with watching(["thing:a", "thing:b"]) as watch:
            await watch.news(SOON)
            things.revisions["b"] = 6
            await asyncio.to_thread(poller.wake_everybody, "thing:b")
            assert await watch.news(SOON) == {"thing:b": 6}

    run(script)
    assert things.readings == [{"a", "b"}, {"b"}]


def test_nothing_is_read_while_nobody_watches(things: Things):
    async def script() -> None:
        with watching(["thing:a"]) as watch:
            await watch.news(SOON)
        poller.wake_everybody("thing:a")
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    run(script)
    assert things.readings == [{"a"}]


def test_who_reads_slowly_gets_the_latest_and_nothing_twice():
    async def script() -> None:
        watch = Watch()
        for revision in (1, 2, 3, 3):
            watch.tell("thing:a", revision)
        assert await watch.news(SOON) == {"thing:a": 3}
        watch.tell("thing:a", 3)
        assert await watch.news(within=0) == {}

    run(script)


def test_while_the_database_is_away_the_streams_wait_and_the_log_says_so_once(
    things: Things, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(poller, "PATIENCE", 0.0)
    monkeypatch.setattr(poller, "GAP", 0.0)
    things.fails = True

    async def script() -> None:
        with watching(["thing:a"]) as watch:
            while len(things.readings) < 3:
                await watch.news(within=0.01)
            things.fails = False
            assert await watch.news(SOON) == {"thing:a": 1}

    with caplog.at_level(logging.WARNING):
        run(script)
    assert [record.message for record in caplog.records] == [
        "Could not read the revisions of what is watched."
    ]


# An organization's stream


@pytest.fixture
def watched(transactional_db: None) -> OrganizationRecord:
    """Another process's database is what a stream reads, so everything here is committed."""
    return OrganizationRecordFactory(visitor=VisitorFactory(token="a secret"))


def move(record: OrganizationRecord) -> None:
    services.perform(
        record,
        "organizations.move_account",
        base_revision=None,
        visitor=record.visitor,
        account_id=SANDBOX_1,
        source_parent_id=SANDBOX,
        destination_parent_id=DEV,
    )


def test_a_stream_tells_each_revision(watched: OrganizationRecord, never_by_itself: None):
    address = f"/s/{watched.public_id}/live"

    async def script() -> None:
        async with Stream(address, "a secret") as one, Stream(address, "a secret") as two:
            assert one.headers["content-type"] == "text/event-stream"
            assert one.headers["content-encoding"] == "identity"
            assert "no-store" in one.headers["cache-control"]
            assert one.headers["x-accel-buffering"] == "no"
            assert [await each.event() for each in (one, two)] == ["organization 0"] * 2
            await elsewhere(lambda: move(watched))
            assert [await each.event() for each in (one, two)] == ["organization 1"] * 2
        assert poller._pollers == {}

    run(script)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite tells nobody")
def test_postgresql_tells_what_another_process_has_written(
    watched: OrganizationRecord, never_by_itself: None
):
    def another_process(revision: int) -> None:
        OrganizationRecord.objects.update(revision=revision)
        listening.notify(watched.topic)

    async def script() -> None:
        async with Stream(f"/s/{watched.public_id}/live", "a secret") as stream:
            assert await stream.event() == "organization 0"
            # The first may come before anybody listens; then it is found when somebody does.
            for revision in (7, 8):
                await elsewhere(partial(another_process, revision))
                assert await stream.event() == f"organization {revision}"

    run(script)


def test_a_server_that_is_told_to_stop_need_not_wait_for_its_streams(watched: OrganizationRecord):
    """uvicorn's own handler of signals stands already when it says that it begins."""
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))

    async def script() -> None:
        messages, answers = asyncio.Queue[dict[str, Any]](), asyncio.Queue[dict[str, Any]]()
        server = asyncio.create_task(application({"type": "lifespan"}, messages.get, answers.put))
        await messages.put({"type": "lifespan.startup"})
        assert (await answers.get())["type"] == "lifespan.startup.complete"
        async with Stream(f"/s/{watched.public_id}/live", "a secret") as stream:
            await stream.event()
            signal.raise_signal(signal.SIGTERM)
            await stream.end()
        await messages.put({"type": "lifespan.shutdown"})
        await server

    try:
        run(script)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert told == [signal.SIGTERM]


def test_a_strangers_organization_is_not_there(watched: OrganizationRecord):
    async def script() -> None:
        async with Stream(f"/s/{watched.public_id}/live", "another secret") as stream:
            assert stream.status == 404

    run(script)


def test_a_server_that_cannot_stream_says_that_there_is_nothing(client, small_world):
    assert client.get(f"/s/{small_world.public_id}/live").status_code == 204
