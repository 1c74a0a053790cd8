"""Classes of an instructor: made, held in one window, shown on the projector in another."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any, Final

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django_htmx.http import retarget

from accounts import live, store
from accounts.people.roles import Role, requires
from accounts.services import make_known
from accounts.visitors import VisitorRequest
from lessons.class_forms import ClassForm
from lessons.classroom import asking, common, holding, news, nicknames, rehearsing, scoring
from lessons.classroom.dashboard import dashboard_of
from lessons.classroom.packs import PACKS
from lessons.classroom.work import work_in
from lessons.models import Classroom, ClassStep, Seat, Vote
from lessons.models.classroom import Showing
from lessons.page.classroom.rehearsal import RehearsalPage
from lessons.page.classroom.stage import Stage
from lessons.page.classroom.wall_task import WallTask
from lessons.page.classroom.work import Work, picture_of
from lessons.views.typed import numbered

WHOLE, HELD, NAMES = "main", "held", "names"
"""Parts of the instructor's window, by their ids: each follows the class at its own pace."""


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: VisitorRequest) -> HttpResponse:
    """Choose how long, and what else; the doors open at once."""
    form = ClassForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        make_known(request.visitor)
        try:
            classroom = holding.make(
                request.user, form.name, form.steps(), visitor=request.visitor, **form.settings()
            )
        except holding.TooMany:
            form.add_error(None, _("You have as many classes as one can have. Delete one first."))
        else:
            holding.open_doors(classroom)
            return redirect("lessons:class", classroom.public_id)
    kinds = (
        (ClassStep.Kind.VOTE, _("vote")),
        (ClassStep.Kind.TASK, _("task")),
        (ClassStep.Kind.TALK, _("talk to a neighbour")),
    )
    status = 422 if request.method == "POST" else 200
    return render(
        request, "lessons/teach/new_class.html", {"form": form, "packs": PACKS, "kinds": kinds}, status=status
    )


@requires(Role.INSTRUCTOR)
@require_safe
def screen(request: VisitorRequest, public_id: str) -> HttpResponse:
    """The instructor's own window: names and answers."""
    return _screen(request, classroom_of(request, public_id))


@requires(Role.INSTRUCTOR)
@require_GET
def follow(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Numbers of revisions, for the windows of this class's instructor."""
    classroom = classroom_of(request, public_id)
    topics = {
        "class": news.topic_of(classroom),
        "dashboard": news.dashboard_of(classroom),
        "seats": news.seats_of(classroom),
    }
    if classroom.organization is not None:
        topics["organization"] = classroom.organization.topic
    return live.event_stream(request, topics)


@requires(Role.INSTRUCTOR)
@require_safe
def projector(request: VisitorRequest, public_id: str) -> HttpResponse:
    """For the wall: no answer before it is told, and no name but nicknames in the lobby."""
    classroom = classroom_of(request, public_id)
    rehearsing.catch_up(classroom)
    join = request.build_absolute_uri(reverse("lessons:join"))
    door = _door(request, classroom)
    stage = Stage(classroom)
    now = stage.now.step if stage.now else None
    context = {
        "classroom": classroom,
        "stage": stage,
        "task": WallTask(now) if now is not None and now.kind == ClassStep.Kind.TASK else None,
        "address": join.partition("://")[2].rstrip("/"),
        "square": _square(door) if door else "",
        **_shown(classroom),
    }
    template = "lessons/teach/projector.html" + ("#wall" if request.htmx else "")
    return render(request, template, context)


@requires(Role.INSTRUCTOR)
@require_POST
def act(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``do`` is one of ``ACTS``; ``step`` says which step it is about, where it is about one."""
    classroom = classroom_of(request, public_id)
    try:
        do = ACTS[request.POST.get("do", "")]
    except KeyError as error:
        raise Http404("No such act.") from error
    try:
        do(request, classroom)
    except asking.NothingToAsk:
        text = _("There is no such question any more.")
        return _screen(request, classroom_of(request, public_id), problem=text, status=422)
    except holding.TooMany:
        text = _("This class has as many steps as one can have.")
        return _screen(request, classroom_of(request, public_id), problem=text, status=422)
    except holding.NotNow:
        return _gone_on(request, public_id)
    if request.htmx:
        return _screen(request, classroom_of(request, public_id))
    return redirect("lessons:class", public_id)


@requires(Role.INSTRUCTOR)
@require_POST
def rename_seat(request: VisitorRequest, public_id: str, seat_id: int) -> HttpResponse:
    seat = _seat(request, public_id, seat_id)
    try:
        holding.rename(seat, request.POST.get("nickname", ""))
    except nicknames.BadNickname as error:
        return _screen(request, classroom_of(request, public_id), problem=str(error), status=422)
    except holding.NotNow:
        return _gone_on(request, public_id)
    return redirect("lessons:class", public_id)


@requires(Role.INSTRUCTOR)
@require_POST
def remove_seat(request: VisitorRequest, public_id: str, seat_id: int) -> HttpResponse:
    try:
        holding.remove(_seat(request, public_id, seat_id))
    except holding.NotNow:
        return _gone_on(request, public_id)
    return redirect("lessons:class", public_id)


@requires(Role.INSTRUCTOR)
@require_POST
def new_words(request: VisitorRequest, public_id: str, seat_id: int) -> HttpResponse:
    """Shown once, to be read aloud."""
    seat = _seat(request, public_id, seat_id)
    try:
        words = holding.new_words(seat)
    except holding.NotNow:
        text = _("Whoever has a name and a password comes back by signing in.")
        return _screen(request, seat.classroom, problem=text, status=409)
    return _screen(request, seat.classroom, words=words, seat=seat)


@requires(Role.INSTRUCTOR)
@require_POST
def delete(request: VisitorRequest, public_id: str) -> HttpResponse:
    """With everything that was done in it, at once."""
    classroom = classroom_of(request, public_id)
    holding.delete(classroom)
    messages.success(request, _("The class is deleted, with all that was done in it."))
    return redirect("lessons:teach")


PRIVATE: Final = ("held", "names", "rehearsal")
"""What asks for itself in the instructor's own window."""


class ClassGone(Http404):
    """To an instructor whose class it is not, or is not any more."""


# Acts

Act = Callable[[VisitorRequest, Classroom], object]


def _step(request: VisitorRequest, classroom: Classroom) -> ClassStep:
    return numbered(classroom.steps.all(), request.POST.get("step", ""))


def _seat_in(request: VisitorRequest, classroom: Classroom) -> Seat:
    return numbered(classroom.seats.all(), request.POST.get("seat", ""))


def _number(request: VisitorRequest) -> int:
    typed = request.POST.get("number", "")
    return int(typed) if typed in map(str, range(2, scoring.MOST_TEAMS + 1)) else 2


def _vote(request: VisitorRequest, classroom: Classroom) -> Vote:
    found = _step(request, classroom).votes.last()
    if found is None:
        raise holding.NotNow
    return found


def _shows(showing: Showing) -> Act:
    return lambda request, classroom: holding.show(classroom, showing)


def _sets(**settings: bool) -> Act:
    return lambda request, classroom: holding.change(classroom, **settings)


ACTS: Final[Mapping[str, Act]] = {
    "open-doors": lambda request, classroom: holding.open_doors(classroom),
    "open-step": lambda request, classroom: holding.open_step(_step(request, classroom)),
    "close-step": lambda request, classroom: holding.close_step(_step(request, classroom)),
    "close-vote": lambda request, classroom: holding.close_vote(_vote(request, classroom)),
    "show-distribution": lambda request, classroom: holding.show_distribution(_vote(request, classroom)),
    "tell-answer": lambda request, classroom: holding.tell_answer(_vote(request, classroom)),
    "ask-again": lambda request, classroom: holding.ask_again(_step(request, classroom)),
    "ask": lambda request, classroom: asking.ask(classroom, request.POST.get("question", "")),
    "ask-about": lambda request, classroom: asking.ask_about(classroom, request.POST.get("belief", "")),
    "pause": lambda request, classroom: holding.pause(classroom, True),
    "go-on": lambda request, classroom: holding.pause(classroom, False),
    "lead": lambda request, classroom: holding.lead(classroom, True),
    "let-go": lambda request, classroom: holding.lead(classroom, False),
    "show-lobby": _shows(Showing.LOBBY),
    "show-step": _shows(Showing.STEP),
    "show-tree": _shows(Showing.TREE),
    "show-scoreboard": _shows(Showing.SCOREBOARD),
    "names-on": _sets(shows_nicknames=True),
    "names-off": _sets(shows_nicknames=False),
    "scoreboard-on": _sets(has_scoreboard=True),
    "scoreboard-off": _sets(has_scoreboard=False),
    "freeze-scoreboard": lambda request, classroom: scoring.freeze(classroom, True),
    "thaw-scoreboard": lambda request, classroom: scoring.freeze(classroom, False),
    "teams": lambda request, classroom: scoring.make_teams(classroom, _number(request)),
    "teams-off": lambda request, classroom: scoring.make_teams(classroom, 0),
    "helped": lambda request, classroom: holding.helped(_seat_in(request, classroom)),
    "end": lambda request, classroom: holding.end(classroom),
}


def classroom_of(request: VisitorRequest, public_id: str) -> Classroom:
    """Somebody else's is as absent as one that never was."""
    found = Classroom.objects.filter(public_id=public_id, instructor=request.user)
    classroom = found.select_related("organization").first()
    if classroom is None:
        raise ClassGone("No such class.")
    return classroom


def gone(request: HttpRequest) -> HttpResponse:
    """A window that asks for news by itself comes here as a whole: nothing of it can be shown any more. But
    not the one in which a class is just being deleted: it is on its way, and would be held back."""
    answer = render(request, "lessons/teach/gone.html", status=404)
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") not in PRIVATE:
        answer["HX-Refresh"] = "true"
    return answer


def _seat(request: VisitorRequest, public_id: str, seat_id: int) -> Seat:
    classroom = classroom_of(request, public_id)
    seat = classroom.seats.filter(pk=seat_id, removed=None).first()
    if seat is None:
        raise Http404("No such seat.")
    return seat


def _shown(classroom: Classroom) -> dict[str, object]:
    """What the projector shows besides the steps: the instructor's organization, a learner's work. What is
    not there any more is not shown."""
    if classroom.showing == Showing.TREE and classroom.organization is not None:
        return {"tree": picture_of(store.load(classroom.organization), classroom.look)}
    if classroom.showing == Showing.SCOREBOARD:
        return {"scoreboard": common.scoreboard(classroom)}
    if classroom.showing == Showing.WORK and classroom.projected_revision is not None:
        attempt = work_in(classroom, classroom.projected_id)
        return {"work": Work(attempt, classroom.projected_revision)} if attempt else {}
    return {}


def _screen(request: VisitorRequest, classroom: Classroom, *, status: int = 200, **more: Any) -> HttpResponse:
    rehearsing.catch_up(classroom)
    askable = common.askable(classroom) if classroom.ended is None else ()
    context = {
        "rehearsal": RehearsalPage(classroom) if classroom.is_rehearsal and not classroom.ended else None,
        "classroom": classroom,
        "stage": Stage(classroom),
        "dashboard": dashboard_of(classroom),
        "scoreboard": common.scoreboard(classroom),
        "askable": askable,
        "suggested": asking.suggested(askable),
        "door": _door(request, classroom),
        "act_address": reverse("lessons:class_act", args=[classroom.public_id]),
        **more,
    }
    template = "lessons/teach/class.html"
    if not request.htmx:
        return render(request, template, context, status=status)
    if classroom.ended is not None:
        # The window showed a class at work: no part of it is as it was.
        return retarget(render(request, f"{template}#{WHOLE}", context, status=status), f"#{WHOLE}")
    part = request.htmx.target if request.htmx.target in (WHOLE, NAMES) else HELD
    return render(request, f"{template}#{part}", context, status=status)


def _gone_on(request: VisitorRequest, public_id: str) -> HttpResponse:
    text = _("The class has gone on meanwhile, perhaps from another window. This is where it is now.")
    return _screen(request, classroom_of(request, public_id), problem=text, status=409)


def _door(request: VisitorRequest, classroom: Classroom) -> str:
    """The address by which one comes in without typing the code; empty when nobody can."""
    return (
        request.build_absolute_uri(reverse("lessons:join_code", args=[classroom.code]))
        if classroom.code
        else ""
    )


def _square(address: str) -> SafeString:
    """The address as a QR code: SVG, whose only text is made by segno."""
    written = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(written, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=0, nl=False)
    return mark_safe(written.getvalue().decode())
