"""PostgreSQL tells each process what was changed in any: NOTIFY and LISTEN, with the topic as the payload."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from django.db import connection

from accounts.live.topics import Topic

CHANNEL: Final = "orgsim_live"
PATIENCE: Final = 1.0
"""Seconds before each attempt to connect."""
_OF_DJANGO: Final = ("context", "cursor_factory", "prepare_threshold")
"""Parameters for its own connections, which are not asynchronous."""

logger = logging.getLogger(__name__)


def notify(topic: Topic) -> None:
    """Sent when the present transaction is committed, if it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


class Listener:
    """``wake`` gets each topic as it is told, and None when some may have been missed."""

    def __init__(self, wake: Callable[[Topic | None], None]) -> None:
        self.hears = False
        """Whether notices come."""
        self._wake = wake

    async def listen(self) -> None:
        """Until cancelled."""
        import psycopg

        while True:
            # Not for somebody who only passes by; and not in haste, where the database is away.
            await asyncio.sleep(PATIENCE)
            try:
                connecting = psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
                async with await connecting as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    self.hears = True
                    self._wake(None)
                    async for notice in listener.notifies():
                        self._wake(notice.payload)
            except psycopg.OperationalError:
                if self.hears:
                    logger.warning("Lost the connection by which the database tells of changes.")
            finally:
                self.hears = False


def _parameters() -> dict[str, Any]:
    known = connection.get_connection_params()
    return {name: value for name, value in known.items() if name not in _OF_DJANGO}
