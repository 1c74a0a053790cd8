"""The server as a process of its own, which can be killed and started again at the same address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.db import connection

from orgsim_site.asgi import application as site

application = ASGIStaticFilesHandler(site)


class ServerProcess:
    """uvicorn, with the tests' database."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self._port = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", f"{__name__}:application", "--port", str(self._port)],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
            },
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stderr
        assert any("Uvicorn running" in line for line in self._process.stderr), "the server did not start"

    def kill(self) -> None:
        """As a machine that loses its power."""
        assert self._process.stderr
        self._process.kill()
        self._process.stderr.close()
        self._process.wait()
