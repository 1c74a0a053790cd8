"""What the learner must reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from accounts import selectors
from accounts.organization.scenario.json_text import NotJsonError, json_of
from accounts.visitors import VisitorRequest
from lessons.building import choosing
from lessons.building.bench import Bench
from lessons.building.drafts import editing
from lessons.models import BuiltExercise
from lessons.page.building.clauses import principals_to_choose
from lessons.page.building.sentences import SENTENCES, sentence_of
from lessons.views.building.doing import Do, Problem, named_text

LONGEST_TEXT: Final = 500
LONGEST_GOAL: Final = 20_000
MOST_PINNED: Final = 30


def _tick(request: VisitorRequest, exercise: BuiltExercise) -> None:
    choosing.tick(Bench(exercise), request.POST.get("proposal", ""), sentence_of)


def _same(request: VisitorRequest, exercise: BuiltExercise) -> None:
    choosing.keep_the_same(Bench(exercise), request.POST.get("proposal", ""), sentence_of)


def _text(request: VisitorRequest, exercise: BuiltExercise) -> None:
    text = " ".join(request.POST.get("text", "").split())[:LONGEST_TEXT]
    if not text:
        raise Problem(_("A clause needs words that tell the learner what to reach."))
    choosing.change(exercise, _clause(request), text=named_text(exercise, text))


def _weight(request: VisitorRequest, exercise: BuiltExercise) -> None:
    weight = request.POST.get("weight", "")
    if not (weight.isascii() and weight.isdigit() and 1 <= int(weight[:9]) <= choosing.WHOLE):
        raise Problem(_("A weight is a whole number from 1 to 100."))
    choosing.change(exercise, _clause(request), weight=int(weight))


def _goal(request: VisitorRequest, exercise: BuiltExercise) -> None:
    choosing.change(exercise, _clause(request), goal=_written(request))


def _remove(request: VisitorRequest, exercise: BuiltExercise) -> None:
    choosing.remove(exercise, _clause(request))


def _write(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """A goal that somebody wrote."""
    text = " ".join(request.POST.get("text", "").split())[:LONGEST_TEXT]
    _add(exercise, named_text(exercise, text) or _("a goal of your own"), _written(request))


def _add(exercise: BuiltExercise, text: str, goal: dict[str, object]) -> None:
    try:
        choosing.add(exercise, text, goal)
    except choosing.TooManyClauses:
        raise Problem(_("There are as many clauses as an exercise has. Take one out first.")) from None


def _written(request: VisitorRequest) -> dict[str, object]:
    written = request.POST.get("goal", "")[:LONGEST_GOAL]
    try:
        goal = json_of(written.encode("utf-8", "replace"))
    except NotJsonError as error:
        raise Problem(_("This is not JSON."), (str(error),)) from None
    if faults := choosing.faults_of(goal):
        raise Problem(_("This is not a goal yet."), faults)
    assert isinstance(goal, dict)
    return goal


def _ask(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """A request as a clause: ``says`` is what shall be decided on it, ``can`` or ``cannot``."""
    who, action = request.POST.get("who", ""), request.POST.get("action", "").strip()
    says, resource = request.POST.get("says", ""), request.POST.get("on", "").strip()[:300]
    bench = Bench(exercise)
    if who not in principals_to_choose(bench):
        raise Problem(_("Choose somebody of the start."))
    if action not in selectors.judge().universe:
        raise Problem(_("AWS has no action “%(action)s”.") % {"action": action[:200]})
    if says not in ("can", "cannot"):
        raise Problem(_("Say whether it shall be allowed."))
    account, _slash, label = who.partition("/")
    named = f"{{{{{account}}}}}/{label}"
    can: dict[str, object] = {"can": [named, action]} | ({"on": resource} if resource else {})
    goal = can if says == "can" else {"not": can}
    if faults := choosing.faults_of(goal):
        raise Problem(_("This is not a goal yet."), faults)
    _add(exercise, _(SENTENCES[says]) % {"who": named, "action": action}, goal)


def _look(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """What the page looks at first, and the actions that it keeps in sight."""
    who, action = request.POST.get("who", ""), request.POST.get("action", "").strip()
    universe = selectors.judge().universe
    if who not in principals_to_choose(Bench(exercise)):
        raise Problem(_("Choose somebody of the start."))
    pinned = [each.strip() for each in request.POST.get("pinned", "")[:4000].split(",") if each.strip()]
    for each in (action, *pinned):
        if each not in universe:
            raise Problem(_("AWS has no action “%(action)s”.") % {"action": each[:200]})
    account, _slash, label = who.partition("/")
    with editing(exercise) as draft:
        draft["look"] = {"account": f"{{{{{account}}}}}", "principal": label, "action": action}
        draft["pinned"] = list(dict.fromkeys(pinned))[:MOST_PINNED]


def _clause(request: VisitorRequest) -> str:
    return request.POST.get("clause", "")


DOINGS: Final[Mapping[str, Do]] = {
    "tick": _tick,
    "same": _same,
    "text": _text,
    "weight": _weight,
    "goal": _goal,
    "remove": _remove,
    "write": _write,
    "ask": _ask,
    "look": _look,
}
