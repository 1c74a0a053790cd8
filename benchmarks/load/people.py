"""An instructor and learners, as their browsers behave: they follow their streams, and fetch what is new."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Mapping
from contextlib import suppress

from benchmarks.load.wire import Browser, Counts, Refused, Reply, Stream

LESSON = "moving-changes-permissions"
PAUSE = 0.4
"""Seconds that a page holds still after it has shown something new (static/js/live.js)."""

_ITEM = re.compile(r'data-target-id="([^"]+)" data-kind="(\w+)"[^>]*? aria-level="(\d+)"')
_TAG = r'<\w+[^>]*? data-live-topic="{}"[^>]*>'
_STRIP = re.compile(r'<section[^>]*? id="class-strip"[^>]*>')
_REVISION = re.compile(r' data-revision="(\d+)"')
_PAUSE = re.compile(r' data-live-pause="(\d+)"')
_ID = re.compile(r' id="([^"]+)"')
_ADDRESS = re.compile(r' hx-get="([^"]+)"')
_NEXT_STEP = re.compile(r'name="do" value="open-step"><input type="hidden" name="step" value="(\d+)"')
_ORGANIZATION = re.compile(r'href="([^"]+)" target="organization"')
_CODE = re.compile(r'aria-label="Class code (\w+) (\w+)"')


class Window:
    """The part of a page that follows one topic, and fetches itself when there is a higher number; or what
    it is in fetches itself, which is what stands above the pages of a class."""

    def __init__(self, browser: Browser, topic: str, stream: Stream, page: str) -> None:
        self.seconds: list[float] = []
        """How long each fetch took."""
        self.page = page
        """What came last."""
        self._topic = topic
        tag = self._tag(page)
        asks = tag if _ADDRESS.search(tag) else _strip(page)
        address, name, self._shown = _ADDRESS.search(asks), _ID.search(asks), _revision(tag)
        assert address is not None, tag
        self._name = name[1] if name else ""
        self._path = address[1].replace("&amp;", "&")
        pause = _PAUSE.search(tag)
        self._pause = int(pause[1]) / 1000 if pause else PAUSE
        self._when = {self._shown: time.perf_counter()}
        self._news = asyncio.Event()
        self._browser, self._stream = browser, stream
        self._task = asyncio.create_task(self._follow())

    def _tag(self, page: str) -> str:
        found = re.search(_TAG.format(self._topic), page)
        return found[0] if found is not None else _strip(page)

    async def _follow(self) -> None:
        while True:
            await self._stream.until(self._topic, self._shown + 1)
            with suppress(Refused):
                reply = await self._browser.get(self._path, htmx=True, target=self._name)
                self.seconds.append(reply.seconds)
                self.page = reply.text
                self._shown = max(self._shown, _revision(self._tag(reply.text)))
                self._when.setdefault(self._shown, time.perf_counter())
                self._news.set()
            await asyncio.sleep(self._pause)

    async def until(self, revision: int) -> float:
        """When this revision, or a higher one, was there to be seen."""
        while self._shown < revision:
            self._news.clear()
            await self._news.wait()
        return min(moment for number, moment in self._when.items() if number >= revision)

    @property
    def is_covered(self) -> bool:
        """By what the instructor shows: nobody can work in it."""
        return " covers" in _strip(self.page)

    async def uncovered(self) -> None:
        while self.is_covered:
            await self.until(self._shown + 1)

    async def close(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task


class Rooms:
    """What there is to move on the page of an organization, and where it is."""

    def __init__(self, page: Reply, chance: random.Random) -> None:
        self._chance = chance
        self._parents: dict[str, str] = {}
        self._targets: list[str] = []
        above: dict[int, str] = {}
        for identifier, kind, level in _ITEM.findall(page.text):
            if kind == "account":
                self._parents[identifier] = above[int(level) - 1]
            else:
                self._targets.append(identifier)
                above[int(level)] = identifier
        self.accounts = [*self._parents]

    def move(self) -> dict[str, str]:
        """The operation that moves one, not the management account, somewhere else."""
        account = self._chance.choice(self.accounts[1:])
        source = self._parents[account]
        return {
            "op": "organizations.move_account",
            "account_id": account,
            "source_parent_id": source,
            "destination_parent_id": self._chance.choice([each for each in self._targets if each != source]),
        }

    def moved(self, move: Mapping[str, str]) -> None:
        self._parents[move["account_id"]] = move["destination_parent_id"]

    def moved_back(self, move: Mapping[str, str]) -> None:
        self._parents[move["account_id"]] = move["source_parent_id"]


class Instructor:
    def __init__(self, port: int, counts: Counts) -> None:
        self._browser = Browser(port, counts)
        self.windows: list[Window] = []

    async def make_class(self, room: int) -> str:
        """Its code."""
        await self._browser.get("/teach/sign-up/")
        await self._browser.post(
            "/teach/sign-up/", {"username": "Ada", "password": "one surprise: a deny wins"}
        )
        await self._browser.get("/teach/classes/new/")
        chosen = {"pack": "own", "lessons": LESSON, "room": str(room)}
        made = await self._browser.post("/teach/classes/new/", chosen)
        self._address = made.headers["location"]
        self.stream = self._browser.listen(f"{self._address}live")
        pages = {}
        for path in (self._address, f"{self._address}projector/"):
            pages[path] = (await self._browser.get(path)).text
            self.windows.append(Window(self._browser, "dashboard", self.stream, pages[path]))
        self.windows.append(Window(self._browser, "seats", self.stream, pages[self._address]))
        organization = _ORGANIZATION.search(pages[self._address])
        assert organization is not None
        self._organization = organization[1].partition("?")[0]
        self._rooms = Rooms(await self._browser.get(organization[1]), random.Random(0))
        self.steps = list(dict.fromkeys(_NEXT_STEP.findall(pages[self._address])))
        code = _CODE.search(pages[f"{self._address}projector/"])
        assert code is not None
        return code[1] + code[2]

    async def open_step(self, number: int) -> str:
        """Counted from 0; its key."""
        await self._act("open-step", step=self.steps[number])
        return self.steps[number]

    async def lead(self, is_led: bool) -> None:
        await self._act("lead" if is_led else "let-go")

    async def look(self, number: int) -> None:
        """At another account, where everybody follows."""
        at = self._rooms.accounts[number]
        await self._browser.post(f"{self._address}look", {"view": f"at={at}"}, htmx=True)

    async def move(self) -> None:
        """An account, in the organization that is shown."""
        move = self._rooms.move()
        await self._browser.post(f"{self._organization}ops", move, htmx=True)
        self._rooms.moved(move)

    async def _act(self, do: str, **more: str) -> None:
        await self._browser.post(f"{self._address}act", {"do": do, **more}, htmx=True)

    async def close(self) -> None:
        for window in self.windows:
            await window.close()
        await self.stream.close()


class Learner:
    def __init__(self, number: int, port: int, counts: Counts) -> None:
        self._browser = Browser(port, counts)
        self._chance = random.Random(number)
        self._nickname = f"learner {number}"
        self.operations: list[float] = []

    async def join(self, code: str) -> float:
        """Seconds from the code to the class's page."""
        start = time.perf_counter()
        await self._browser.get(f"/join/{code}/")
        joined = await self._browser.post(f"/join/{code}/", {"code": code, "nickname": self._nickname})
        self._address = joined.headers["location"]
        page = (await self._browser.get(self._address)).text
        taken = time.perf_counter() - start
        self.stream = self._browser.listen(f"{self._address}live")
        self.window = Window(self._browser, "class", self.stream, page)
        return taken

    def look_on(self) -> None:
        """At the organization that the instructor shows, which is on the page by now."""
        self.shown = Window(self._browser, "shown", self.stream, self.window.page)

    async def look_away(self) -> None:
        await self.shown.close()

    async def vote(self) -> float:
        choice = {"choice": str(self._chance.randrange(2))}
        return (await self._browser.post(f"{self._address}vote", choice, htmx=True)).seconds

    async def take_up(self, step: str) -> float:
        """The task, on its own page; seconds until it is there."""
        start = time.perf_counter()
        begun = await self._browser.post(f"{self._address}task", {"step": step})
        page = await self._browser.get(begun.headers["location"])
        taken = time.perf_counter() - start
        self._organization = begun.headers["location"].partition("?")[0]
        self._rooms = Rooms(page, self._chance)
        if 'data-live-topic="class"' in page.text:
            await self.close()
            self.stream = self._browser.listen(f"{self._organization}live")
            self.window = Window(self._browser, "class", self.stream, page.text)
        return taken

    async def work(self, seconds: float, every: float) -> None:
        """Move accounts about, and take some of it back."""
        end = time.perf_counter() + seconds
        await asyncio.sleep(self._chance.uniform(0, every))
        moves: list[Mapping[str, str]] = []
        while time.perf_counter() < end:
            if self.window.is_covered:
                await self.window.uncovered()
                await asyncio.sleep(self._chance.uniform(0, every))
            begin = time.perf_counter()
            with suppress(Refused):
                if moves and self._chance.random() < 0.2:
                    move = moves.pop()
                    await self._operate({"op": "undo"})
                    self._rooms.moved_back(move)
                else:
                    move = self._rooms.move()
                    await self._operate(move)
                    self._rooms.moved(move)
                    moves.append(move)
            await asyncio.sleep(max(0.0, begin + every - time.perf_counter()))

    async def _operate(self, form: Mapping[str, str]) -> None:
        reply = await self._browser.post(f"{self._organization}ops", form, htmx=True)
        self.operations.append(reply.seconds)

    async def close(self) -> None:
        await self.window.close()
        await self.stream.close()


def _strip(page: str) -> str:
    """What stands above the pages of a class: its tag."""
    found = _STRIP.search(page)
    assert found is not None, "The page is of no class."
    return found[0]


def _revision(tag: str) -> int:
    found = _REVISION.search(tag)
    return int(found[1]) if found else 0
