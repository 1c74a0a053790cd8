"""How requests are answered under ASGI: by a few threads that stay, and keep their connections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.connection import wait
from typing import IO, Any, TypeVar

from asgiref.sync import sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import connection
from django.http import FileResponse, HttpResponseBase
from django.urls import set_script_prefix

from orgsim_site.turns import Turns

Result = TypeVar("Result")
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Handler(ASGIHandler):
    """Django's, but middleware and view run in one go.

    Django's own makes a thread for each request, which connects to the database anew, and comes back to the
    event loop between the middleware, the view and the end. Where much is asked at once, most time goes by
    with that. Here ``threads`` of them wait for requests, as under WSGI; a request that finds all at work
    waits for its turn (``turns``). A stream needs a thread to begin, and none while it goes on.
    """

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._turns = Turns(threads)

    def load_middleware(self, is_async: bool = False) -> None:
        """For threads, whatever the caller would like."""
        super().load_middleware(is_async=False)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with closing(body):
            async with self._turns.turn(scope["method"]):
                response = await self._in_a_thread(self._respond, scope, body)
            if not response.streaming:
                await self.send_response(response, send)
                return
            try:
                await self._stream(response, receive, send)
            finally:
                await self._in_a_thread(response.close)

    def _respond(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        """What is no stream is whole by now, so the request ends here."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        _trust_a_quiet_connection()
        request, response = self.create_request(scope, body)
        if request is not None:
            response = self.get_response(request)
        response._handler_class = self.__class__
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if not response.streaming:
            response.close()
        return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """To its end, or until the browser leaves."""
        try:
            async with asyncio.TaskGroup() as tasks:
                leaving = tasks.create_task(self.listen_for_disconnect(receive))
                await self.send_response(response, send)
                leaving.cancel()
        except* RequestAborted:
            pass

    async def _in_a_thread(self, work: Callable[..., Result], *of: object) -> Result:
        return await sync_to_async(work, thread_sensitive=False, executor=self._threads)(*of)


def _trust_a_quiet_connection() -> None:
    """Django asks a connection before a request whether it still works, which is one question more. A server
    that has closed it has said so on the socket; where there is nothing to read, nobody need be asked."""
    kept = connection.connection
    if connection.vendor == "postgresql" and kept is not None and not wait([kept], timeout=0):
        connection.health_check_done = True
