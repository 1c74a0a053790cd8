"""The server as the README has it, in processes of its own, and how much memory they take."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
_TRANSACTIONS = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class Server:
    def __init__(self, port: int, process: int, database_url: str) -> None:
        self.port = port
        self._process = process
        self._database_url = database_url

    def transactions(self) -> int | None:
        """That the database has seen so far; a question outside of one counts as one. SQLite counts none."""
        if self._database_url.startswith("sqlite"):
            return None
        with psycopg.connect(self._database_url) as connection:
            row = connection.execute(_TRANSACTIONS).fetchone()
        return int(row[0]) if row else None

    @property
    def megabytes(self) -> float:
        """Of all processes together; what they share counts once, in equal parts."""
        return sum(map(_kilobytes, self._family())) / 1024

    @property
    def processor_seconds(self) -> float:
        """That all processes have taken so far."""
        ticks = 0
        for process in self._family():
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _family(self) -> list[int]:
        family = [self._process]
        for one in family:
            children = Path(f"/proc/{one}/task/{one}/children")
            family += map(int, children.read_text().split() if children.exists() else ())
        return family


def _kilobytes(process: int) -> int:
    found = _PSS.search(Path(f"/proc/{process}/smaps_rollup").read_text())
    return int(found[1]) if found else 0


@contextmanager
def serving(database_url: str) -> Iterator[Server]:
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "HTTPS": "true",
        "ALLOWED_HOSTS": "127.0.0.1",
        "INSTRUCTOR_SIGN_UP": "open",
    }
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    uvicorn = [sys.executable, "-m", "uvicorn", "orgsim_site.asgi:application", "--port", str(port)]
    options = ["--workers", str(WORKERS), "--timeout-graceful-shutdown", "2", "--log-level", "warning"]
    process = subprocess.Popen([*uvicorn, *options], cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield Server(port, process.pid, database_url)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise TimeoutError("The server did not start.")
