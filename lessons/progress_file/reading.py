"""File → values. Whoever wrote it: every fault is found with its place, and nothing is believed."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, TypeVar

from django.utils import timezone

from accounts.logs import Log, Step
from accounts.models import Event
from accounts.organization.scenario import ScenarioError, ScenarioFault
from accounts.organization.scenario.json_text import NotJsonError, json_of
from accounts.organization.scenario.shape import Node, Reading
from accounts.services import LONGEST_NAME
from lessons.models import Answer
from lessons.models import Step as LessonStep
from lessons.progress_file import shape
from lessons.progress_file.writing import signature_of

MOST_BYTES: Final = 24 * 1024 * 1024
MOST_FAULTS: Final = 50
MOST_CHOICES: Final = 100
MOST_COUNTED: Final = 1_000_000
SEED: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
SLUG: Final = re.compile(r"[a-z0-9-]{1,80}")
WORD: Final = re.compile(r"[\w.:/ -]{1,80}")
MISCONCEPTION: Final = re.compile(r"(M\d{1,2})?")
# Clocks of two machines differ.
SOON: Final = timedelta(days=1)

Entry = TypeVar("Entry")


def read_progress(content: bytes) -> shape.Progress:
    """Raises ``ScenarioError`` with every fault."""
    if len(content) > MOST_BYTES:
        raise ScenarioError([ScenarioFault("", f"is more than {MOST_BYTES:,} bytes")])
    try:
        document = json_of(content)
    except NotJsonError as error:
        raise ScenarioError([ScenarioFault("", str(error))]) from error
    reading = Reading()
    node = Node(reading, document, "")
    if node.text("format") != shape.FORMAT or reading.faults:
        raise ScenarioError(
            [ScenarioFault("format", f"must be {shape.FORMAT}: this is another kind of file")]
        )
    if node.value("version") not in (..., shape.VERSION):
        node.fault("version", f"must be {shape.VERSION}: a newer orgsim may have written this file")
    node.time("exported")
    signature = node.text("signature", "")
    _expect_few(node)
    if reading.faults:
        raise ScenarioError(reading.faults)
    progress = shape.Progress(
        organizations=_all(node, "organizations", _organization),
        attempts=_all(node, "attempts", _attempt),
        answers=_all(node, "answers", _answer),
        reviews=_all(node, "reviews", _review),
        proofs=_all(node, "proofs", _proof),
        is_ours=_is_ours(node.members, signature),
    )
    # What somebody voted in a class is there to be read; it belongs to no class of another site.
    node.value("classes", [])
    node.end()
    _expect_whole(node, progress)
    if reading.faults:
        raise ScenarioError(reading.faults)
    return progress


def _is_ours(document: Mapping[str, object], signature: str) -> bool:
    content = {name: value for name, value in document.items() if name != "signature"}
    return hmac.compare_digest(signature_of(content).encode(), signature.encode())


def _expect_few(node: Node) -> None:
    """Before anything of it is looked at: a file with too much is refused at once."""
    count = {
        member: len(rows) if isinstance(rows := node.members.get(member), list) else 0
        for member in ("organizations", "attempts", "answers", "reviews", "proofs")
    }
    if count["organizations"] > shape.MOST_ORGANIZATIONS:
        node.fault("organizations", f"are more than {shape.MOST_ORGANIZATIONS}")
    if sum(count.values()) > shape.MOST_ROWS:
        node.fault(None, f"has more than {shape.MOST_ROWS:,} entries")


def _expect_whole(node: Node, progress: shape.Progress) -> None:
    if sum(len(log.steps) for log in progress.organizations) > shape.MOST_STEPS:
        node.fault("organizations", f"have more than {shape.MOST_STEPS:,} events")
    if sum(len(attempt.answers) for attempt in progress.attempts) > shape.MOST_ROWS:
        node.fault("attempts", f"have more than {shape.MOST_ROWS:,} answers")
    places = [attempt.organization for attempt in progress.attempts if attempt.organization is not None]
    if len(set(places)) < len(places):
        node.fault("attempts", "are two in one organization")
    for place in places:
        if place >= len(progress.organizations) or progress.organizations[place].is_sandbox:
            node.fault("attempts", f"name organization {place}, which is none of an attempt")


def _all(node: Node, member: str, read: Callable[[Node], Entry]) -> tuple[Entry, ...]:
    return tuple(_each(node, member, read))


def _each(node: Node, member: str, read: Callable[[Node], Entry]) -> Iterator[Entry]:
    for each in node.nodes(member):
        if len(node.reading.faults) >= MOST_FAULTS:
            return
        entry = read(each)
        each.end()
        yield entry


def _organization(node: Node) -> Log:
    return Log(
        name=node.text("name")[:LONGEST_NAME] or "organization",
        seed=node.text("seed", pattern=SEED),
        created=_time(node, "created"),
        last_used=_time(node, "last_used"),
        is_sandbox=node.boolean("is_sandbox", default=True),
        start=_object(node, "start"),
        steps=_steps(node),
    )


def _steps(node: Node) -> tuple[Step, ...]:
    steps = _all(node, "events", _step)
    times = [step.time for step in steps]
    if any(later < earlier for earlier, later in pairwise(times)):
        node.fault("events", "are not in the order of their times")
    return steps


def _step(node: Node) -> Step:
    kind = node.choice("kind", Event.Kind.OPERATION)
    restores = _optional(node, "restores", lambda: node.integer("restores", least=0, most=shape.MOST_STEPS))
    if (restores is not None) != (kind in (Event.Kind.UNDO, Event.Kind.REDO)):
        node.fault("restores", "is for an undo and a redo")
    return Step(
        kind=kind,
        restores=restores,
        group=node.integer("group", least=1, most=shape.MOST_STEPS),
        time=_time(node, "time"),
        operation=node.text("operation"),
        parameters=_object(node, "parameters"),
        response=_object(node, "response"),
    )


def _attempt(node: Node) -> shape.AttemptEntry:
    solved = _optional(node, "solved", lambda: _time(node, "solved"))
    return shape.AttemptEntry(
        lesson=node.text("lesson", pattern=SLUG),
        organization=_optional(
            node, "organization", lambda: node.integer("organization", least=0, most=shape.MOST_ORGANIZATIONS)
        ),
        document=_object(node, "document"),
        names=node.text_by_name("names"),
        seed=node.text("seed", pattern=SEED),
        step=node.choice("step", LessonStep.READ).value,
        hints=node.integer("hints", least=0, most=1_000),
        assisted=node.boolean("assisted", default=False),
        met=node.texts("met"),
        score=_score(node),
        operations=node.integer("operations", least=0, most=MOST_COUNTED),
        started=_time(node, "started"),
        last_used=_time(node, "last_used"),
        solved=solved,
        answers=_all(node, "answers", _answer),
    )


def _answer(node: Node) -> shape.AnswerEntry:
    return shape.AnswerEntry(
        kind=node.choice("kind", Answer.Kind.QUESTION).value,
        question=node.text("question", pattern=WORD),
        asking=_object(node, "asking"),
        choice=_optional(node, "choice", lambda: node.integer("choice", least=0, most=MOST_CHOICES)),
        first_choice=_optional(
            node, "first_choice", lambda: node.integer("first_choice", least=0, most=MOST_CHOICES)
        ),
        is_right=node.boolean("is_right", default=False),
        misconception=node.text("misconception", "", pattern=MISCONCEPTION),
        time=_time(node, "time"),
    )


def _review(node: Node) -> shape.ReviewEntry:
    return shape.ReviewEntry(
        misconception=node.text("misconception", pattern=re.compile(r"M\d{1,2}")),
        step=node.integer("step", least=0, most=100),
        # When it is due lies in the future.
        due=_optional(node, "due", lambda: node.time("due")),
        noticed=_time(node, "noticed"),
    )


def _proof(node: Node) -> shape.ProofEntry:
    return shape.ProofEntry(
        cell=node.text("cell", pattern=re.compile(r"[\w.:/ -]{1,60}")),
        found=_object(node, "found"),
        time=_time(node, "time"),
    )


def _optional(node: Node, member: str, read: Callable[[], Entry]) -> Entry | None:
    """JSON's null is None."""
    return None if node.value(member) is None else read()


def _object(node: Node, member: str) -> Mapping[str, object]:
    value = node.value(member)
    if value is not ... and not isinstance(value, dict):
        node.fault(member, "must be an object")
    return value if isinstance(value, dict) else {}


def _time(node: Node, member: str) -> datetime:
    """Of something that has happened."""
    time = node.time(member)
    if time > timezone.now() + SOON:
        node.fault(member, "lies in the future")
    return time


def _score(node: Node) -> float:
    value = node.value("score")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        node.fault("score", "must be a number from 0 to 1")
        return 0
    return float(value)
