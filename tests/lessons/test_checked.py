"""What a solved task comes to: how many operations, and what they changed."""

from urllib.parse import urlencode

from django.http import QueryDict

from accounts.page.view import view_of
from lessons.course.case import Case, play
from lessons.course.content import lesson_of
from lessons.course.grading import started
from lessons.page.checked import tally_of


def tally(slug):
    exercise = lesson_of(slug).exercise
    case = play(Case(started(exercise.start, "tests")), exercise.solutions[0].actions, "tests")
    look = exercise.look
    asked = {"at": case.names.account(look.account).id, "as": look.principal, "action": look.action}
    return tally_of(case, view_of(QueryDict(urlencode(asked)), case.present))


def test_one_account_that_gained_is_named_with_its_actions():
    found = tally("iam-grants")

    assert (found.operations, found.name, found.gained, found.lost) == (1, "dev-1", 2, 0)


def test_several_accounts_are_counted():
    found = tally("two-hierarchies")

    assert (found.name, found.accounts) == ("", 5)


def test_one_account_whose_actions_only_depend_now_is_counted():
    """John may read one bucket, so reading depends on the resource: not one action more."""
    found = tally("resource-based-policies")

    assert (found.name, found.accounts) == ("", 1)
