"""Break the engine in every way of ``MUTANTS`` and see whether the tests notice: ``python -m tests.mutants``.

``python -m tests.mutants boundary`` tries only those whose name or file has the word. The exit code is 1
if any mutant survives, or no longer fits the code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants import MUTANTS, Mutant

PROJECT = Path(__file__).parents[2]
TESTS = "tests/engine"
LAST = ("test_laws", "test_agreement", "test_cases", "test_parse", "test_json_reader")
"""Those that take longest, or have nothing to say about decisions, come after all others."""
ENDLESS = 300
"""Seconds. A mutant that never comes to an end is noticed, too."""


def main(words: list[str]) -> int:
    mutants = [each for each in MUTANTS if all(word in f"{each.name} {each.file}" for word in words)]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        copies = list(_copies(Path(directory)))
        if failure := _first_failure(copies[0], _modules(copies[0])):
            print(f"Without any mutant the tests fail, too: {failure}")
            return 1
        free: SimpleQueue[Path] = SimpleQueue()
        for copy in copies:
            free.put(copy)
        with ThreadPoolExecutor(len(copies)) as pool:
            survived = [
                name for name in pool.map(lambda mutant: _survivor(mutant, free), mutants) if name is not None
            ]
    print(f"{len(mutants)} mutants in {(time.monotonic() - started) / 60:.1f} minutes;", end=" ")
    print("all noticed" if not survived else f"{len(survived)} SURVIVED: {'; '.join(survived)}")
    return bool(survived)


def _copies(directory: Path) -> Iterator[Path]:
    """The project once for each core. One copy is broken in one way at a time."""
    for number in range(os.cpu_count() or 1):
        copy = directory / str(number)
        leave_out = shutil.ignore_patterns(".*", "__pycache__", "var", "staticfiles", "node_modules")
        shutil.copytree(PROJECT, copy, ignore=leave_out)
        yield copy


def _survivor(mutant: Mutant, free: SimpleQueue[Path]) -> str | None:
    """The name of the mutant if nothing notices it."""
    copy = free.get()
    path = copy / mutant.path
    source = path.read_text()
    likely = f"{TESTS}/{mutant.tests}.py"
    try:
        path.write_text(mutant.of(source))
        noticed = _first_failure(copy, [likely]) or _first_failure(copy, _modules(copy, but=likely))
    except ValueError as error:
        noticed = None
        print(error)
    finally:
        path.write_text(source)
        free.put(copy)
    print(f"{mutant.name}: {noticed or 'SURVIVED'}", flush=True)
    return None if noticed else mutant.name


def _modules(copy: Path, *, but: str = "") -> list[str]:
    modules = sorted((copy / TESTS).glob("test_*.py"), key=lambda path: (path.stem in LAST, path))
    return [name for path in modules if (name := str(path.relative_to(copy))) != but]


def _first_failure(copy: Path, modules: list[str]) -> str | None:
    """The test that fails, or what else goes wrong; None when all pass."""
    command = (sys.executable, "-B", "-m", "pytest", "-x", "--tb=no", "-c", "tests/mutants/pytest.ini")
    options = ("--rootdir=.", "--noconftest", "--hypothesis-seed=0")
    try:
        done = subprocess.run(
            (*command, *options, *modules), cwd=copy, capture_output=True, text=True, timeout=ENDLESS
        )
    except subprocess.TimeoutExpired:
        return "never ends"
    if not done.returncode:
        return None
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split(" - ")[0].removeprefix(f"FAILED {TESTS}/") if failed else done.stdout[-500:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
