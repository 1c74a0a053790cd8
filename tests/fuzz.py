"""Throw near-policies at the parser and the validator: ``python -m tests.fuzz --count 1000000``.

Nothing but the parser's own error may come out, and no call may take longer than 50 ms of one core. A
call that seems to is timed again a few times, so that what else the machine does counts for nothing.
Every text comes from the seed and its number alone: ``--first`` begins where something was found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from heapq import nlargest
from itertools import islice
from typing import NamedTuple

from policies.catalogue import catalogue
from policies.engine.document import PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.quotas import BY_KIND
from policies.review import review
from tests.near_policies import near_policy

BAR = 0.05
"""Seconds of one core."""
TIMED_AGAIN = 5
IN_ONE_BATCH = 5_000
SHOWN = 300
"""Characters of a text."""


class Call(NamedTuple):
    """``seconds`` of one core that a call took."""

    seconds: float
    what: str
    number: int
    text: str

    def __str__(self) -> str:
        text = self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN]}… {len(self.text):,} characters"
        return f"{self.seconds * 1000:7.1f} ms  {self.what}, number {self.number}: {text!r}"


class Batch(NamedTuple):
    slowest: list[Call]
    crashes: list[str]


def fuzz(seed: int, numbers: range) -> Batch:
    slowest: list[Call] = []
    crashes = []
    for number in numbers:
        for call in _calls(seed, number):
            try:
                slowest.append(Call(_seconds(call), call.args[0], number, call.args[1]))
            except Exception:
                crashes.append(f"number {number}: {call.args!r}\n{traceback.format_exc()}")
        slowest = nlargest(5, slowest)
    return Batch(slowest, crashes)


def _calls(seed: int, number: int) -> Iterator[partial[None]]:
    source = random.Random(seed << 32 | number)
    text, kind = near_policy(source), source.choice(list(PolicyKind))
    yield partial(_parse, f"parse as {kind.value}", text, kind)
    yield partial(_review, f"review as {kind.value}", text, kind)


def _parse(_: str, text: str, kind: PolicyKind) -> None:
    try:
        parse_policy(text, kind)
    except PolicySyntaxError as error:
        str(error)


def _review(_: str, text: str, kind: PolicyKind) -> None:
    review(text, kind, BY_KIND[kind], catalogue())


def _seconds(call: Callable[[], None]) -> float:
    taken = _timed(call)
    if taken > BAR:
        taken = min(_timed(call) for _ in range(TIMED_AGAIN))
    return taken


def _timed(call: Callable[[], None]) -> float:
    start = time.thread_time()
    call()
    return time.thread_time() - start


def main() -> int:
    arguments = _arguments()
    end = arguments.first + arguments.count
    batches = [
        range(start, min(start + IN_ONE_BATCH, end)) for start in range(arguments.first, end, IN_ONE_BATCH)
    ]
    print(f"{arguments.count:,} texts from seed {arguments.seed}", flush=True)
    slowest: list[Call] = []
    crashes: list[str] = []
    with ProcessPoolExecutor() as pool:
        for batch in pool.map(partial(fuzz, arguments.seed), batches):
            slowest = nlargest(5, (*slowest, *batch.slowest))
            for crash in islice(batch.crashes, 3):
                print(crash, flush=True)
            crashes += batch.crashes
    print("The slowest calls:", *slowest, sep="\n")
    over = any(call.seconds > BAR for call in slowest)
    print(f"{len(crashes)} errors that are not the parser's own; {'OVER' if over else 'none over'} 50 ms")
    return bool(crashes) or over


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="how many texts")
    parser.add_argument("--first", type=int, default=0, help="the number of the first text")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
