"""Looking for solutions nobody has written down: every single operation on the tree and its policies.

Where one is found that is like none of the exercise's own, either a right way was overlooked or a goal asks
too little.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from lessons.course.case import Action, Case, Refused, play
from lessons.course.exercise import Exercise
from lessons.course.grading import solves, started


def solutions_in_one_step(exercise: Exercise, judge: Judge, seed: str) -> Iterator[Case]:
    """Every one of them, each tried. Raises ``Refused`` where the start itself fails."""
    start = started(exercise.start, seed)
    for action in single_operations(start):
        with suppress(Refused):
            case = play(Case(start), [action], seed)
            if solves(exercise, case, judge):
                yield case


def single_operations(start: Organization) -> Iterator[Action]:
    """Moving each account anywhere, attaching and detaching each policy everywhere."""
    places = (start.root.id, *start.units)
    for account in start.accounts.values():
        for place in places:
            if place != account.parent_id:
                parents = {"source_parent_id": account.parent_id, "destination_parent_id": place}
                yield Action("organizations.move_account", {"account_id": account.id, **parents})
    policies = (*start.policies, *start.management_policies)
    for target in (*places, *start.accounts):
        attached = start.attachments.get(target, ())
        for policy_id in attached:
            parameters = {"policy_id": policy_id, "target_id": target}
            yield Action("organizations.detach_policy", parameters)
        for policy_id in policies:
            if policy_id not in attached:
                parameters = {"policy_id": policy_id, "target_id": target}
                yield Action("organizations.attach_policy", parameters)
