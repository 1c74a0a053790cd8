"""``python -m benchmarks.load --learners 200``, on the database that ``DATABASE_URL`` names, or on SQLite."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.load.figures import report
from benchmarks.load.lesson import hold
from benchmarks.load.server import serving

LONGEST = 300.0
"""Seconds after which a class that should take two minutes is given up."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.load", description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    learners = parser.parse_args().learners
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{Path(folder) / 'load.sqlite3'}"
        with serving(url) as server:
            try:
                measured = asyncio.run(asyncio.wait_for(hold(server, learners), LONGEST))
            except TimeoutError:
                print(f"The class of {learners} was not through after {LONGEST:.0f} s.")
                return 1
    print(f"{learners} learners on {'SQLite' if url.startswith('sqlite') else 'PostgreSQL'}")
    return report(measured)


sys.exit(main())
