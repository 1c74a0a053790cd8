"""A small class: Priya holds it, otter, heron and lynx sit in it.

Its steps: 1 a vote on what becomes of sbx-1 when it moves to Dev, 2 the task of lesson 7, 3 a talk.
"""

from __future__ import annotations

from django.contrib.auth.models import User

from accounts import services
from accounts.models import Visitor
from accounts.people.roles import Role, give_role
from lessons import attempts
from lessons.classroom import holding, sitting
from lessons.classroom.packs import steps_of
from lessons.models import Classroom, ClassStep, Seat

YES, NO = 0, 1
"""Will sbx-1 still launch servers in Dev? Yes is what M7 says, and wrong."""


def instructor(name: str = "priya") -> User:
    made = User.objects.create_user(name)
    give_role(made, Role.INSTRUCTOR)
    return made


def classroom(**more: object) -> Classroom:
    """Whose doors are open."""
    steps = steps_of(["moving-changes-permissions"])
    made = holding.make(more.pop("instructor", None) or instructor(), "Our room", steps, **more)
    holding.open_doors(made)
    return made


def step(of: Classroom, kind: ClassStep.Kind) -> ClassStep:
    found = of.steps.filter(kind=kind).first()
    assert found is not None
    return found


def learner(of: Classroom, nickname: str) -> Seat:
    return sitting.join(of, Visitor(), nickname)


def at_task(**more: object) -> Classroom:
    """Whose task is open."""
    made = classroom(**more)
    holding.open_step(step(made, ClassStep.Kind.TASK))
    return made


def move(seat: Seat, destination: str) -> None:
    """dev-3, in the seat's organization."""
    task = step(seat.classroom, ClassStep.Kind.TASK)
    record = sitting.task_of(seat, task).organization
    assert record is not None
    names = attempts.case_of(record).names
    account = names.account("dev-3")
    services.perform(
        record,
        "organizations.move_account",
        base_revision=None,
        visitor=seat.visitor,
        account_id=account.id,
        source_parent_id=account.parent_id,
        destination_parent_id=names.node(destination),
    )
