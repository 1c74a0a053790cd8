"""JSON to an ``Exercise``, every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from accounts.organization.operations import OPERATIONS
from accounts.organization.scenario import ScenarioError, ScenarioFault, built_in, from_document
from accounts.organization.scenario.shape import Node, Reading, is_text
from lessons.course.case import Action
from lessons.course.exercise import (
    FORMAT,
    VERSION,
    Choice,
    Clause,
    Exercise,
    Look,
    Prediction,
    Preview,
    Question,
    Start,
    Variation,
    Worked,
)
from lessons.course.language import Goal, Term, read_goal, read_term
from lessons.course.language.reading import GOALS
from lessons.course.placeholders import renamed

MOST_ACTIONS: Final = 200
MOST_OF_A_KIND: Final = 60
"""Clauses, questions, solutions …"""
LONGEST_TEXT: Final = 4000
IDENTIFIER: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MISCONCEPTION: Final = re.compile(r"M([1-9]|1[0-9]|2[01])")
_NOTHING: Final[Mapping[str, object]] = {}


class CourseError(ValueError):
    """The document is no exercise, or no lesson. ``faults`` are all that were found, in document order."""

    def __init__(self, faults: list[ScenarioFault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


def read_exercise(document: Mapping[str, object], names: Mapping[str, str] = _NOTHING) -> Exercise:  # type: ignore[assignment]
    """With the things in it called as ``names`` says. Raises ``CourseError``."""
    reading = Reading()
    node = Node(reading, renamed(document, names), "")
    exercise = _exercise(node)
    node.end()
    if reading.faults:
        raise CourseError(reading.faults)
    return exercise


def _exercise(node: Node) -> Exercise:
    if node.text("format") != FORMAT:
        node.fault("format", f"must be {FORMAT}")
    node.integer("version", least=VERSION, most=VERSION)
    clauses = tuple(map(_clause, node.nodes("clauses")))
    if len({clause.id for clause in clauses}) < len(clauses):
        node.fault("clauses", "have an id twice")
    questions = tuple(map(_question, node.nodes("questions")))
    if len({question.id for question in questions}) < len(questions):
        node.fault("questions", "have an id twice")
    for member in ("clauses", "hints", "solutions", "cheats", "predictions", "questions"):
        if isinstance(items := node.members.get(member), list) and len(items) > MOST_OF_A_KIND:
            node.fault(member, f"are more than {MOST_OF_A_KIND}")
    known = {clause.id for clause in clauses}
    start = _start(node.node("start"))
    return Exercise(
        start=start,
        look=_look(node.node("look")),
        clauses=clauses,
        hints=_texts(node, "hints"),
        solutions=tuple(_worked(each, known) for each in node.nodes("solutions")),
        cheats=tuple(_worked(each, known) for each in node.nodes("cheats")),
        predictions=tuple(map(_prediction, node.nodes("predictions"))),
        questions=questions,
        misconceptions=_misconceptions(node),
        par=node.optional_integer("par", least=1, most=MOST_ACTIONS),
        pinned=_texts(node, "pinned"),
        preview=node.choice("preview", Preview.ON),
        starts_broken=node.boolean("starts_broken", default=False),
        variant=_variation(node.node("variant"), start) if node.has("variant") else Variation(),
    )


def _start(node: Node) -> Start:
    scenario = node.value("scenario")
    document: Mapping[str, object] = {}
    if isinstance(scenario, str):
        try:
            document = built_in(scenario)
        except KeyError:
            node.fault("scenario", f"{scenario!r} is no scenario that comes with orgsim")
    elif isinstance(scenario, dict):
        document = scenario
    elif scenario is not ...:
        node.fault("scenario", "must be a scenario document, or the name of one that comes with orgsim")
    if document:
        try:
            from_document(document, seed="check")
        except ScenarioError as error:
            for fault in error.faults[:10]:
                node.fault("scenario", str(fault))
    actions = _actions(node, "operations")
    node.end()
    return Start(document, actions)


def _actions(node: Node, member: str) -> tuple[Action, ...]:
    found = tuple(map(_action, node.nodes(member)))
    if len(found) > MOST_ACTIONS:
        node.fault(member, f"are more than {MOST_ACTIONS}")
    return found


def _action(node: Node) -> Action:
    name = node.text("operation")
    parameters = node.node("parameters").members
    if name and name not in OPERATIONS:
        node.fault("operation", f"{name} is no operation; write as in organizations.move_account")
    elif name:
        known = OPERATIONS[name].parameters
        for parameter in parameters:
            if parameter not in known:
                node.fault("parameters", f"{name} has no {parameter}, only " + ", ".join(known))
    node.end()
    return Action(name, parameters)


def _look(node: Node) -> Look:
    look = Look(
        account=node.text("account"),
        principal=node.text("principal", "role/Admin"),
        action=node.text("action", "ec2:RunInstances"),
        resource=node.optional_text("resource"),
    )
    node.end()
    return look


def _clause(node: Node) -> Clause:
    clause = Clause(
        id=node.text("id", pattern=IDENTIFIER),
        text=_text(node, "text"),
        goal=read_goal(node.reading, node.value("goal"), node.place("goal")),
        weight=node.integer("weight", 1, least=1, most=100),
    )
    node.end()
    return clause


def _question(node: Node) -> Question:
    question = Question(
        id=node.text("id", pattern=IDENTIFIER),
        ask=_text(node, "ask"),
        answer=_answer(node),
        choices=tuple(map(_choice, node.nodes("choices"))),
        actions=_actions(node, "operations"),
        several=node.boolean("several", default=False),
        look=_look(node.node("look")) if node.has("look") else None,
    )
    right = sum(choice.is_right for choice in question.choices)
    if len(question.choices) < 2:
        node.fault("choices", "must be two or more")
    elif right == 0 or (right > 1 and not question.several):
        node.fault("choices", "must have one that is right" + (" at least" if question.several else ""))
    node.end()
    return question


def _answer(node: Node) -> Term | Goal:
    """A term, or a goal, which answers yes, no or maybe."""
    value = node.value("answer")
    is_goal = isinstance(value, dict) and any(head in value for head in GOALS)
    read = read_goal if is_goal else read_term
    return read(node.reading, value, node.place("answer"))


def _choice(node: Node) -> Choice:
    choice = Choice(
        text=_text(node, "text"),
        value=node.value("value"),
        is_right=node.boolean("right", default=False),
        actions=_actions(node, "operations"),
        misconception=node.optional_text("misconception", pattern=MISCONCEPTION),
        because=_text(node, "because", ""),
    )
    node.end()
    return choice


def _prediction(node: Node) -> Prediction:
    question = _question(node.node("question"))
    then = _question(node.node("then")) if node.has("then") else None
    prediction = Prediction(question, then, _text(node, "see", ""))
    node.end()
    return prediction


def _worked(node: Node, clauses: set[str]) -> Worked:
    worked = Worked(
        name=_text(node, "name"),
        actions=_actions(node, "operations"),
        proves=frozenset(node.texts("proves")),
        fails=node.texts("fails"),
        is_refused=node.boolean("refused", default=False),
        says=_text(node, "says", ""),
    )
    for clause in worked.fails:
        if clause not in clauses:
            node.fault("fails", f"{clause} is no clause")
    node.end()
    return worked


def _variation(node: Node, start: Start) -> Variation:
    """Of units and accounts that the scenario has."""
    units, accounts = (_named(start.scenario, member) for member in ("organizational_units", "accounts"))
    names = node.node("names") if node.has("names") else None
    variation = Variation(
        names={name: _texts(names, name) for name in names.members} if names else {},
        deeper=node.texts("deeper"),
        bystanders=node.texts("bystanders"),
        swaps=tuple((each.text("one"), each.text("other")) for each in node.nodes("swaps")),
    )
    for member in ("deeper", "bystanders"):
        for name in getattr(variation, member):
            if name not in units:
                node.fault(member, f"{name} is no organizational unit of the scenario")
    for name in (name for pair in variation.swaps for name in pair):
        if name not in accounts:
            node.fault("swaps", f"{name} is no account of the scenario")
    node.end()
    return variation


def _named(scenario: Mapping[str, object], member: str) -> set[object]:
    things = scenario.get(member)
    if not isinstance(things, list):
        return set()
    return {thing.get("name") for thing in things if isinstance(thing, dict)}


def _misconceptions(node: Node) -> tuple[str, ...]:
    found = node.texts("misconceptions")
    for each in found:
        if not MISCONCEPTION.fullmatch(each):
            node.fault("misconceptions", f"{each} is none of M1 to M21")
    return found


def _texts(node: Node, member: str) -> tuple[str, ...]:
    texts = node.texts(member)
    if any(len(text) > LONGEST_TEXT for text in texts):
        node.fault(member, f"holds a text of more than {LONGEST_TEXT:,} characters")
    return texts


def _text(node: Node, member: str, default: str | None = None) -> str:
    text = node.text(member, default)
    if len(text) > LONGEST_TEXT:
        node.fault(member, f"has more than {LONGEST_TEXT:,} characters")
    if not is_text(text):
        node.fault(member, "must be text")
    return text
