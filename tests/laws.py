"""Hold every law against many worlds: ``python -m tests.laws --examples 1000000``.

Each world is made once, and every law has to hold in it. The worlds come in rounds, since Hypothesis
remembers all it has tried in one; each round has a seed of its own, and the first is printed, so that a
run can be repeated.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from hypothesis import HealthCheck, given, note, seed, settings

from tests.engine.test_laws import LAWS
from tests.engine.worlds import World, worlds
from tests.organization import test_laws as _of_organizations  # noqa: F401  (it adds its own to LAWS)

IN_ONE_ROUND = 2_500


class Round(NamedTuple):
    examples: int
    seed: int

    def run(self) -> str:
        """What is wrong; empty when every law holds."""
        try:
            self._held()()
        except BaseException:  # also a group of several broken laws
            return traceback.format_exc()
        return ""

    def _held(self) -> Callable[[], None]:
        held = settings(
            max_examples=self.examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        return held(seed(self.seed)(given(world=worlds())(_every_law_holds)))


def _every_law_holds(world: World) -> None:
    note(world)
    for name, holds in LAWS.items():
        try:
            holds(world.again())
        except Exception as error:
            error.add_note(f"Broken: {_in_words(name)}")
            raise


def main() -> int:
    arguments = _arguments()
    starts = range(0, arguments.examples, IN_ONE_ROUND)
    rounds = [
        Round(min(IN_ONE_ROUND, arguments.examples - start), arguments.seed + number)
        for number, start in enumerate(starts)
    ]
    print(f"{arguments.examples:,} worlds from seed {arguments.seed}; in each of them", flush=True)
    for name in LAWS:
        print(" ", _in_words(name), flush=True)
    started = time.monotonic()
    with ProcessPoolExecutor() as pool:
        wrong = next(filter(None, pool.map(Round.run, rounds)), "")
        if wrong:
            pool.shutdown(cancel_futures=True)
    print(wrong or f"All hold. {(time.monotonic() - started) / 60:.1f} minutes")
    return bool(wrong)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.laws", description=__doc__)
    parser.add_argument("--examples", type=int, default=20_000, help="how many worlds")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000), help="of the first round")
    return parser.parse_args()


def _in_words(law: str) -> str:
    return law.removeprefix("test_").replace("_", " ")


if __name__ == "__main__":
    sys.exit(main())
