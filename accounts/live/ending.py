"""A server waits for open responses before it stops, and a stream is open until somebody ends it."""

from __future__ import annotations

import asyncio
import signal
import threading
from types import FrameType
from typing import Final

from accounts.live.poller import end_streams

TOLD_TO_STOP: Final = (signal.SIGINT, signal.SIGTERM)


def end_with_the_server() -> None:
    """From now on a signal to stop ends the streams of this event loop, and does what it did before."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in TOLD_TO_STOP:
        before = signal.getsignal(number)
        if not callable(before):
            continue

        def stop(number: int, frame: FrameType | None, before: signal._HANDLER = before) -> None:
            loop.call_soon_threadsafe(end_streams)
            before(number, frame)

        signal.signal(number, stop)
