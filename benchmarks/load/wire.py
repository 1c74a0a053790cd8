"""Browsers without a screen. They cost little, since they share two processors with what they measure."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

_EVENT = re.compile(r"data: (\S+) (\d+)")


class Refused(Exception):
    """The server answered, but not as it should have; the message says what."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    raw: bytes
    seconds: float
    """From before the connection was opened to the last byte."""

    @property
    def text(self) -> str:
        is_packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.raw) if is_packed else self.raw).decode()


@dataclass
class Counts:
    """Of all browsers together."""

    requests: int = 0
    refused: int = 0
    """Answers of a 4xx kind, but for 429."""
    too_many: int = 0
    failed: list[str] = field(default_factory=list)
    """5xx, and connections that broke."""


class Browser:
    """As through a proxy that speaks HTTPS: with cookies, compressed answers, a connection a request."""

    def __init__(self, port: int, counts: Counts) -> None:
        self._port = port
        self._counts = counts
        self._cookies: dict[str, str] = {}

    async def get(self, path: str, *, htmx: bool = False, target: str = "") -> Reply:
        """``target``: the identifier of the part of the page that is asked for."""
        return await self._ask("GET", path, {}, htmx, target)

    async def post(self, path: str, form: Mapping[str, str], *, htmx: bool = False) -> Reply:
        return await self._ask("POST", path, form, htmx)

    async def _ask(
        self, method: str, path: str, form: Mapping[str, str], htmx: bool, target: str = ""
    ) -> Reply:
        start = time.perf_counter()
        self._counts.requests += 1
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            body = urlencode(form).encode()
            more = {"Content-Length": str(len(body)), "Content-Type": "application/x-www-form-urlencoded"}
            if htmx:
                more["HX-Request"] = "true"
            if target:
                more["HX-Target"] = target
            writer.write(self._head(method, path, more if method == "POST" or htmx else {}) + body)
            status, headers = await self._answer(reader)
            raw = await reader.read()
            writer.close()
        except (OSError, EOFError) as error:
            self._counts.failed.append(f"{method} {path}: {error!r}")
            raise Refused(f"{method} {path}: {error!r}") from error
        reply = Reply(status, headers, raw, time.perf_counter() - start)
        self._count(method, path, reply)
        return reply

    def _count(self, method: str, path: str, reply: Reply) -> None:
        if reply.status == 429:
            self._counts.too_many += 1
        elif reply.status >= 500:
            self._counts.failed.append(f"{method} {path}: {reply.status}")
        elif reply.status >= 400:
            self._counts.refused += 1
        if reply.status >= 400:
            raise Refused(f"{method} {path}: {reply.status}")

    def _head(self, method: str, path: str, more: Mapping[str, str]) -> bytes:
        headers = {
            "Host": f"127.0.0.1:{self._port}",
            "X-Forwarded-Proto": "https",
            "Origin": f"https://127.0.0.1:{self._port}",
            "X-CSRFToken": self._cookies.get("csrftoken", ""),
            "Accept-Encoding": "gzip",
            "Accept-Language": "en",
            "Connection": "close",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            **more,
        }
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _, secret = value.partition(";")[0].partition("=")
                self._cookies[cookie] = secret
            headers[name.lower()] = value
        return int(first.split()[1]), headers

    def listen(self, path: str) -> Stream:
        return Stream(self, path)

    async def open(self, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A stream of events. Raises ``Refused``."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(self._head("GET", path, {"Accept": "text/event-stream"}))
        status, _headers = await self._answer(reader)
        if status != 200:
            writer.close()
            raise Refused(f"GET {path}: {status}")
        return reader, writer


class Stream:
    """``heard`` has the highest number of each topic and when it came, by ``perf_counter``."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.heard: dict[str, tuple[int, float]] = {}
        self.news = asyncio.Event()
        self.is_open = False
        self.losses = 0
        self._browser, self._path = browser, path
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            with suppress(OSError, EOFError, Refused):
                reader, writer = await self._browser.open(self._path)
                self.is_open = True
                try:
                    while line := await reader.readline():
                        if found := _EVENT.match(line.decode()):
                            self.heard[found[1]] = (int(found[2]), time.perf_counter())
                            self.news.set()
                finally:
                    self.is_open = False
                    writer.close()
            self.losses += 1
            await asyncio.sleep(0.5)

    async def until(self, topic: str, number: int) -> float:
        """When the number was heard, or a higher one."""
        while self.heard.get(topic, (0, 0.0))[0] < number:
            self.news.clear()
            await self.news.wait()
        return self.heard[topic][1]

    async def close(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
