"""Numbers of revisions reach whoever watches; nothing else is held or asked meanwhile."""

import asyncio
from collections.abc import Collection

import pytest

from accounts.live import topics
from accounts.live.poller import watching

LONG = 10.0


class Things:
    """A source in memory, which counts how often it is asked."""

    def __init__(self) -> None:
        self.revisions = {"a": 1, "b": 5}
        self.readings: list[set[str]] = []

    def revisions_of(self, keys: Collection[str]) -> dict[str, int]:
        self.readings.append(set(keys))
        return {key: self.revisions[key] for key in keys if key in self.revisions}


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    found = Things()
    monkeypatch.setitem(topics._sources, "thing", found.revisions_of)
    return found


def test_the_present_revision_is_the_first_news(things: Things):
    async def watch() -> None:
        with watching(["thing:a", "thing:b", "thing:gone"]) as news:
            assert await news.news(LONG) == {"thing:a": 1, "thing:b": 5}

    asyncio.run(watch())
    assert things.readings == [{"a", "b", "gone"}]
