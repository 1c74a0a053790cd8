"""The real AWS CLI for scripts, without starting Python for each command.

A script's ``aws`` is a shell function that hands its words to this process, which runs the CLI's own driver.
"""

from __future__ import annotations

import io
import logging
import os
import socketserver
import subprocess
import threading
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from unittest.mock import patch

from awscli.clidriver import CLIDriver, create_clidriver

FUNCTION = """
aws() {
  local status
  exec 9<>/dev/tcp/127.0.0.1/$ORGSIM_CLI_PORT
  printf '%s\\0' "${AWS_ACCESS_KEY_ID-}" "${AWS_SECRET_ACCESS_KEY-}" "${AWS_SESSION_TOKEN-}" $# "$@" >&9
  read -r status <&9
  if [ "$status" = 0 ]; then cat <&9; else cat <&9 >&2; fi
  exec 9>&-
  return "$status"
}
"""


@cache
def driver() -> CLIDriver:
    """It takes long to make, and to say all that it does."""
    made = create_clidriver()
    logging.getLogger("awscli").setLevel(logging.ERROR)
    return made


class _Command(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        key, secret, token, count = (self._word() for _ in range(4))
        words = [self._word() for _ in range(int(count))]
        credentials = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token}
        given = {name: value for name, value in credentials.items() if value}
        said, complained = io.StringIO(), io.StringIO()
        with patch.dict(os.environ, given), redirect_stdout(said), redirect_stderr(complained):
            driver().session._credentials = None  # it keeps those that it found first
            status = driver().main(words)
        shown = said if status == 0 else complained
        self.wfile.write(f"{status}\n{shown.getvalue()}".encode())

    def _word(self) -> str:
        word = b""
        while (byte := self.rfile.read(1)) not in (b"\0", b""):
            word += byte
        return word.decode()


def run(script: str, url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a bash script whose ``aws`` speaks to ``url``, and writes files into ``folder``."""
    (folder / "script.sh").write_text(script)
    (folder / "aws.sh").write_text(FUNCTION)
    with socketserver.TCPServer(("127.0.0.1", 0), _Command) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            with patch.dict(os.environ, {"AWS_ENDPOINT_URL": url}), chdir(folder):
                environment = {
                    "AWS_ENDPOINT_URL": url,
                    "BASH_ENV": str(folder / "aws.sh"),
                    "ORGSIM_CLI_PORT": str(server.server_address[1]),
                    "PATH": os.environ["PATH"],
                }
                return subprocess.run(
                    ["bash", str(folder / "script.sh")],
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=120,
                )
        finally:
            server.shutdown()
            thread.join()
