"""Prove many variants of every lesson and exercise: ``python -m tests.variants --seeds 100``."""

from __future__ import annotations

import argparse
import sys

from lessons.course.checking import broken
from lessons.course.content import course, exercises
from lessons.course.exercise_reading import read_exercise
from lessons.course.variants import NoVariant, variant_of
from tests.course.world import JUDGE


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.variants", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="variants of each lesson")
    seeds = [str(seed) for seed in range(parser.parse_args().seeds)]
    for lesson in (*course(), *exercises()):
        for seed in seeds:
            try:
                found = variant_of(lesson, seed, JUDGE)
            except NoVariant:
                print(f"{lesson.slug}, seed {seed}: no variant is sound")
                return 1
            # With other identifiers than those with which it was proved.
            wrong = list(broken(read_exercise(found.document, found.names), JUDGE, f"again/{seed}"))
            if wrong:
                print(f"{lesson.slug}, seed {seed}: {wrong}")
                return 1
        print(f"{lesson.slug}: {len(seeds)} variants", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
