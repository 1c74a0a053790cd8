"""A response that goes on for as long as the browser listens.

It holds neither a thread nor a connection to the database (``orgsim_site.handling``): two hundred of them are
as many sleeping tasks.
Source of the format: HTML Living Standard, "Server-sent events".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from typing import Final

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from accounts.live.poller import watching
from accounts.live.topics import Topic

KEEP_ALIVE: Final = 15.0
"""Seconds without news after which a comment is sent: proxies close what is silent for a minute, and a
browser that is gone is noticed by it."""
RETRY: Final = 2_000
"""Milliseconds after which a browser that lost the stream asks for it again."""


def event_stream(request: HttpRequest, topics: Mapping[str, Topic]) -> HttpResponse:
    """Tells each topic's revision now and whenever it rises, by the name it has in ``topics``:
    ``data: organization 7``. The caller has found that this visitor may see them.

    A server that cannot stream (WSGI) answers 204, and the browser asks no more.
    """
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)
    return StreamingHttpResponse(
        _events(topics),
        content_type="text/event-stream",
        headers={
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
            # As it is: compressed, events would wait for one another.
            "Content-Encoding": "identity",
        },
    )


async def _events(topics: Mapping[str, Topic]) -> AsyncIterator[str]:
    names: defaultdict[Topic, list[str]] = defaultdict(list)
    for name, topic in topics.items():
        names[topic].append(name)
    yield f"retry: {RETRY}\n\n"
    with watching(names) as watch:
        while not watch.is_over:
            news = await watch.news(KEEP_ALIVE)
            events = [_event(name, revision) for topic, revision in news.items() for name in names[topic]]
            yield "".join(events) or ": nothing new\n\n"


def _event(name: str, revision: int) -> str:
    return f"id: {name}-{revision}\ndata: {name} {revision}\n\n"
