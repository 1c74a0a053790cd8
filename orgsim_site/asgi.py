"""The app for uvicorn."""

import asyncio
import gc
import os

import django
from django.conf import settings

from accounts import live
from orgsim_site.handling import Handler, Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orgsim_site.settings")
django.setup(set_prefix=False)
_site = Handler(settings.REQUEST_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _last(receive, send)
    else:
        await _site(scope, receive, send)


async def _last(receive: Receive, send: Send) -> None:
    """ASGI's lifespan, which Django leaves out: the beginning and the end of the server."""
    await receive()
    # Not before Django is set up.
    from accounts import selectors
    from lessons.forgetting import forget_daily

    # The catalogue and all code are there for good. Looked through for garbage again and again, they would
    # hold up everybody for a tenth of a second each time. Of the many objects that a page takes hardly any
    # wait for the collector: as often as Python looks of itself, it takes a tenth of the time.
    selectors.judge()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    forgetting = asyncio.create_task(forget_daily())
    live.end_with_the_server()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    forgetting.cancel()
    await send({"type": "lifespan.shutdown.complete"})
