"""What do a move, a preview and a look back cost as whole requests, in an organization of 200 accounts?

From the first byte sent to the last byte read: the server, the middleware, the database with its
commit, the decisions for every account, and the page.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.measure import Figure

ACCOUNTS = 200
RUNS = 80
REVISIONS = 1_000
BESIDE = "a bare view, one row"


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder) / "benchmark.sqlite3") as port:
        # Models can be imported only now.
        from benchmarks.visitor import SandboxVisitor

        visitor = SandboxVisitor(port, ACCOUNTS)
        bare = median(_clocked(visitor.write_one_row))
        move = median(_clocked(visitor.move))
        previews = sorted(_clocked(visitor.preview))
        visitor.lengthen(REVISIONS)
        # Far enough apart that none finds what another has replayed.
        past = max(
            _clock(lambda revision=revision: visitor.look_back(revision))
            for revision in (REVISIONS // 4, REVISIONS // 2, REVISIONS - 1)
        )
    yield Figure(f"a move as a whole request, {ACCOUNTS} accounts", move, "ms", 6 * bare, bare, BESIDE)
    yield Figure(f"a preview, {ACCOUNTS} accounts, p95", previews[int(RUNS * 0.95)], "ms", 60, bare, BESIDE)
    yield Figure(f"the past, replayed, of {REVISIONS:,} revisions", past, "ms", 250, bare, BESIDE)


@contextmanager
def _server(database: Path) -> Iterator[int]:
    """The site under uvicorn, in a process of its own, and its port."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "orgsim_site.asgi:application", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "critical", "--lifespan", "off"])
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError("The server did not start.")


def _clocked(work: Callable[[], object]) -> list[float]:
    """Milliseconds by the clock, since a commit waits for the disk; after some runs that do not count."""
    times = []
    for _ in range(RUNS + 10):
        times.append(_clock(work))
    return times[10:]


def _clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
