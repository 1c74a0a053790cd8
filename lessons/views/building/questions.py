"""Questions: who asks for what, after what. The engine knows the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.page import verdicts
from accounts.visitors import VisitorRequest
from lessons.building import asking, choosing
from lessons.building.asking import AlwaysTheSame, Asked, Choice, First, Form, NoAnswer, Who
from lessons.building.bench import Bench
from lessons.course.case import Action
from lessons.course.exercise_reading import LONGEST_TEXT
from lessons.course.misconceptions import MISCONCEPTIONS
from lessons.models import BuiltExercise
from lessons.page.building.clauses import EXAMPLES, principals_to_choose
from lessons.page.building.sentences import plain
from lessons.page.markdown import line
from lessons.page.question import reason_of
from lessons.views.building.doing import Do, Problem, named_text
from policies.engine.decision import Decision

MOST_NAMES: Final = 400
QUIZ_FORMS: Final = {"gift": "GIFT (Moodle)", "qti21": "QTI 2.1", "qti30": "QTI 3.0"}
"""As they are called, by what stands in their addresses."""
DETACHED: Final = "detach:"
"""Before the name of a policy that is detached; no name has a colon."""


@dataclass(frozen=True, slots=True)
class ChoiceField:
    number: int
    text: str
    because: str
    is_right: bool
    belief: str


@dataclass(frozen=True, slots=True)
class QuestionField:
    id: str
    is_before: bool
    shown: SafeString
    ask: str
    choices: tuple[ChoiceField, ...]


def context(request: VisitorRequest, bench: Bench) -> Mapping[str, Any]:
    before = {each["question"]["id"] for each in bench.draft["predictions"]}
    start = bench.start
    return {
        "asked": [_field(each, each["id"] in before) for each in asking.questions_of(bench.draft)],
        "principals": principals_to_choose(bench),
        "looked_at": f"{bench.look.account}/{bench.look.principal}",
        "examples": EXAMPLES,
        "accounts": [each.name for each in start.accounts.values()][:MOST_NAMES] if start else [],
        "policies": [each.name for each in start.policies.values()][:MOST_NAMES] if start else [],
        "quiz_forms": QUIZ_FORMS,
        "places": [start.root.name, *(each.name for each in start.units.values())] if start else [],
    }


def _field(question: Mapping[str, Any], is_before: bool) -> QuestionField:
    choices = tuple(
        ChoiceField(
            number,
            plain(each["text"]),
            plain(each.get("because", "")),
            bool(each.get("right")),
            _(MISCONCEPTIONS[each["misconception"]].belief)
            if each.get("misconception") in MISCONCEPTIONS
            else "",
        )
        for number, each in enumerate(question["choices"])
    )
    ask = plain(question["ask"])
    return QuestionField(question["id"], is_before, line(ask), ask, choices)


def _add(request: VisitorRequest, exercise: BuiltExercise) -> None:
    kind = request.POST.get("kind", "")
    if kind not in asking.KINDS:
        raise Http404("No such kind of question.")
    try:
        form = Form(request.POST.get("form", Form.DECISION.value))
    except ValueError as error:
        raise Http404("No such question.") from error
    if form is Form.WHERE and kind == "predictions":
        raise Problem(_("A question of which several answers may be right is asked afterwards."))
    who = Who(
        request.POST.get("who", ""),
        request.POST.get("action", "").strip()[:200],
        request.POST.get("on", "").strip()[:300],
    )
    if who.action not in selectors.judge().universe:
        raise Problem(_("AWS has no action “%(action)s”.") % {"action": who.action})
    if faults := choosing.faults_of({"can": [who.principal, who.action], "on": who.resource or "*"}):
        raise Problem(_("The engine cannot read this request."), faults)
    bench = Bench(exercise)
    try:
        asked = asking.asked(bench, form, who, _first(request))
    except AlwaysTheSame:
        raise Problem(_("It is the same in every unit. Ask about somebody or something else.")) from None
    except NoAnswer as error:
        said = str(error)
        raise Problem(
            _("The engine has no single answer to this. Ask about somebody or something else."),
            (said,) if said else (),
        ) from None
    try:
        asking.add(exercise, kind, asked, _ask(asked), _words)
    except asking.TooManyQuestions:
        raise Problem(_("There are as many questions as an exercise has. Take one out first.")) from None


def _first(request: VisitorRequest) -> First:
    what, where = request.POST.get("what", "")[:200], request.POST.get("where", "")[:200]
    return First(what.removeprefix(DETACHED), where, detaches=what.startswith(DETACHED))


def _ask(asked: Asked) -> str:
    """What is done first, and the question."""
    account, _slash, label = asked.who.principal.partition("/")
    named = {"who": f"{{{{{account}}}}}/{label}", "account": f"{{{{{account}}}}}", "action": asked.who.action}
    sentences = {
        Form.DECISION: _("What does AWS decide when %(who)s asks for `%(action)s`?"),
        Form.CAN: _("%(who)s asks for `%(action)s`. Is it allowed?"),
        Form.WHERE: _(
            "Where can %(account)s be so that %(who)s is allowed `%(action)s`? Choose all that are right."
        ),
    }
    asks = sentences[asked.form] % named
    if asked.who.resource:
        asks += " " + _("The resource is `%(resource)s`.") % {"resource": asked.who.resource}
    return " ".join([*map(_done, asked.actions), asks])


def _done(action: Action) -> str:
    names = {
        key: "{{" + str(value).removeprefix("{{id ").removesuffix("}}") + "}}"
        for key, value in action.parameters.items()
    }
    sentences = {
        "organizations.move_account": _(
            "%(account_id)s moves from %(source_parent_id)s to %(destination_parent_id)s."
        ),
        "organizations.attach_policy": _("%(policy_id)s is attached to %(target_id)s."),
        "organizations.detach_policy": _("%(policy_id)s is detached from %(target_id)s."),
    }
    return sentences[action.operation] % names


def _words(choice: Choice) -> Mapping[str, str]:
    """A belief is answered by what is so; what is right, by its reason."""
    if isinstance(choice.says, Decision):
        text = verdicts.BY_DECISION[choice.says].title
    elif isinstance(choice.says, bool):
        text = _("Yes") if choice.says else _("No")
    else:
        text = f"{{{{{choice.says}}}}}"
    if choice.belief:
        because = _(MISCONCEPTIONS[choice.belief].truth)
    elif choice.is_right or isinstance(choice.says, str):
        because = reason_of(choice.found.truth, choice.found.asking, selectors.judge())
    else:
        because = ""
    return {"text": text, "because": because}


def _say(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """``text-0``, ``because-0`` … are those of the choices."""
    choices = []
    for number in range(12):
        if f"text-{number}" not in request.POST:
            break
        said = (_typed(request, f"{name}-{number}") for name in ("text", "because"))
        text, because = (named_text(exercise, each) for each in said)
        choices.append((text, because))
    ask = named_text(exercise, _typed(request, "ask"))
    asking.say(exercise, request.POST.get("question", ""), ask, choices)


def _typed(request: VisitorRequest, name: str) -> str:
    return " ".join(request.POST.get(name, "").split())[:LONGEST_TEXT]


def _remove(request: VisitorRequest, exercise: BuiltExercise) -> None:
    asking.remove(exercise, request.POST.get("question", ""))


DOINGS: Final[Mapping[str, Do]] = {"add": _add, "say": _say, "remove": _remove}
