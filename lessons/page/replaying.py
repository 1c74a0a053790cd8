"""A solution, step by step, as the AWS CLI would do it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.organization.operations import as_cli
from accounts.page.log import sentence
from lessons.course.case import Action, Case, play


@dataclass(frozen=True, slots=True)
class Move:
    """One operation of a solution: what it does in the past tense, and its command."""

    sentence: str
    command: str
    is_done: bool
    is_next: bool


def on_the_way(case: Case, actions: tuple[Action, ...]) -> Case:
    """How far the solution is played; from the start where something else was done."""
    done = [step.operation for step in case.steps]
    return case if done == [action.operation for action in actions[: len(done)]] else case.beginning


def moves_of(case: Case, actions: tuple[Action, ...], seed: str) -> tuple[Move, ...]:
    """``case`` is how far the copy is: so many of the ``actions`` are done in it."""
    whole = play(case, actions[len(case.steps) :], seed)
    before = [whole.start, *(step.organization for step in whole.steps)]
    return tuple(
        Move(
            sentence=sentence(step.operation, step.parameters, before[place], step.organization),
            command=as_cli(step.operation, step.parameters, before[place]),
            is_done=place < len(case.steps),
            is_next=place == len(case.steps),
        )
        for place, step in enumerate(whole.steps)
    )
