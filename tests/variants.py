"""Prove many variants of every lesson and exercise: ``python -m tests.variants --seeds 100``."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from lessons.course.checking import broken
from lessons.course.content import course, exercises
from lessons.course.exercise_reading import read_exercise
from lessons.course.variants import NoVariant, variant_of
from tests.course.world import JUDGE

LESSONS = {lesson.slug: lesson for lesson in (*course(), *exercises())}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.variants", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="variants of each lesson")
    count = parser.parse_args().seeds
    with ProcessPoolExecutor() as pool:
        for slug, wrong in zip(LESSONS, pool.map(partial(unsound, count), LESSONS), strict=True):
            if wrong:
                pool.shutdown(cancel_futures=True)
                print(wrong)
                return 1
            print(f"{slug}: {count} variants", flush=True)
    return 0


def unsound(count: int, slug: str) -> str:
    """What is wrong with a variant of this lesson; empty when all ``count`` are sound."""
    for seed in map(str, range(count)):
        try:
            found = variant_of(LESSONS[slug], seed, JUDGE)
        except NoVariant:
            return f"{slug}, seed {seed}: no variant is sound"
        # With other identifiers than those with which it was proved.
        wrong = list(broken(read_exercise(found.document, found.names), JUDGE, f"again/{seed}"))
        if wrong:
            return f"{slug}, seed {seed}: {wrong}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
