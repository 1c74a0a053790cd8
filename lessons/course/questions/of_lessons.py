"""The request that a question of a lesson is about, if it is about one."""

from __future__ import annotations

from accounts.organization.decisions import Circumstances, Judge
from accounts.organization.state import Organization
from lessons.course.case import Case, play
from lessons.course.exercise import Question
from lessons.course.language.asking import Setting
from lessons.course.language.goals import Can
from lessons.course.language.terms import Decided
from lessons.course.misconceptions import Asking
from lessons.course.names import Absent
from lessons.course.placeholders import resolved


def case_after(question: Question, start: Organization, seed: str) -> Case:
    """In which it is asked. Raises ``Refused`` and ``Absent``, as no question of a sound exercise does."""
    return play(Case(start), question.actions, seed)


def asking_of(question: Question, case: Case, judge: Judge) -> Asking | None:
    """That of its answer, or else what everybody looks at. None for questions about numbers and sets."""
    answer, look = question.answer, question.look
    if isinstance(answer, Decided | Can):
        who, action, setting = answer.principal, answer.action, answer.setting
    elif look is not None:
        who, action, setting = f"{look.account}/{look.principal}", look.action, Setting(look.resource)
    else:
        return None
    if action not in judge.universe:
        return None
    try:
        account_id, label = case.names.principal(who)
        resource = resolved(setting.on, case.names) if setting.on is not None else None
    except Absent:
        return None
    before = case.start if case.steps else None
    circumstances = setting.circumstances or Circumstances()
    return Asking(case.present, account_id, label, action, resource, circumstances, before)
