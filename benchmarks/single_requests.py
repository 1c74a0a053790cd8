"""How many requests a second are decided one by one, and how many by an outside program?

The outside program is the npm package ``@cloud-copilot/iam-simulate``, where Node.js finds it (``NODE_PATH``
names the folder); both decide the same cases, and every difference is listed with the documented rule.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.departures import explanation_of
from benchmarks.generated_cases import Case, generated
from benchmarks.measure import Figure, Note, seconds
from policies.catalogue import catalogue
from policies.engine.cases import answer, read_case
from policies.engine.evaluate import evaluate

COUNT = 3000
ENOUGH = 1000
"""Cases a second that ``manage.py simulate`` promises."""
PROGRAM = Path(__file__).with_name("iam_simulate.cjs")


def figures() -> Iterator[Figure | Note]:
    reached = frozenset(name for name, service in catalogue().services.items() if service.supports_rcps)
    given = generated(COUNT)
    lines = [json.dumps(case) for case in given]
    answers = [answer(line, services_with_rcps=reached) for line in lines]
    cases = [
        read_case(case, reached) for case, told in zip(given, answers, strict=True) if "decision" in told
    ]

    def decide() -> None:
        for case in cases:
            evaluate(case.request, case.policies)

    def decide_lines(*, trace: bool) -> None:
        for line in lines:
            answer(line, services_with_rcps=reached, trace=trace)

    alone = len(cases) / seconds(decide, runs=3)
    told = COUNT / seconds(lambda: decide_lines(trace=False), runs=3)
    traced = COUNT / seconds(lambda: decide_lines(trace=True), runs=3)
    theirs = _outside(lines)
    if theirs is None:
        beside, checked = "that", alone
        yield Note(
            "Node.js or the npm package @cloud-copilot/iam-simulate is not here: nothing to compare with"
        )
    else:
        beside, checked = "iam-simulate", COUNT / theirs["seconds"]
    name = "requests a second, one by one, every gate told"
    yield Figure(name, alone, "/s", bar=max(checked, ENOUGH), at_least=True, reference=checked, beside=beside)
    yield Figure("… as JSON lines", told, "/s", bar=ENOUGH, at_least=True, reference=checked, beside=beside)
    yield Figure("… with --trace", traced, "/s", bar=ENOUGH, at_least=True, reference=checked, beside=beside)
    if theirs is None:
        return
    if theirs["unchecked"]:
        unchecked = theirs["unchecked"] / theirs["unchecked_seconds"]
        name = "… beside iam-simulate without its validation"
        yield Figure(
            name, alone, "/s", bar=unchecked, at_least=True, reference=unchecked, beside="iam-simulate"
        )
    yield from _differences(given, answers, theirs["decisions"], reached)


def _differences(
    given: list[Case], answers: list[dict[str, object]], theirs: list[str], reached: frozenset[str]
) -> Iterator[Figure | Note]:
    """Both refuse a case, or both decide it alike, or the documentation says why not."""
    explained: Counter[str] = Counter()
    unexplained = []
    for case, ours, outside in zip(given, answers, theirs, strict=True):
        decision = ours.get("decision")
        if decision == outside or (decision is None and outside.startswith("error")):
            continue
        departure = explanation_of(case, outside, reached)
        if departure is None:
            unexplained.append(case)
        else:
            explained[departure.documented] += 1
    same = COUNT - len(unexplained) - explained.total()
    yield Note(f"of {COUNT:,} generated cases {same:,} are decided alike; otherwise the documented rule is:")
    for documented, times in explained.most_common():
        yield Note(f"  {times:>4}  {documented}")
    yield from (Note(f"  no rule explains {json.dumps(case)}") for case in unexplained[:3])
    name = "decisions that differ without a documented rule"
    yield Figure(name, len(unexplained), "", bar=0, reference=COUNT, beside="all cases")


def _outside(lines: list[str]) -> dict[str, Any] | None:
    node = shutil.which("node")
    if node is None:
        return None
    told = subprocess.run(
        [node, PROGRAM], input="\n".join(lines), capture_output=True, text=True, check=False
    )
    if "Cannot find module '@cloud-copilot/iam-simulate'" in told.stderr:
        return None
    if told.returncode:
        raise RuntimeError(told.stderr)
    return json.loads(told.stdout)
