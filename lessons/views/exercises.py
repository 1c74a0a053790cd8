"""An instructor's exercises: the list, making one, and what is done with one as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import store, uploads
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.scenario import ScenarioError, built_in, to_document
from accounts.people.roles import Role, requires, role_of
from accounts.visitors import VisitorRequest
from lessons.building import packing, shelf
from lessons.building.bench import Bench
from lessons.building.recordings import TooManyRecordings
from lessons.course.content import course, exercises, found_lesson
from lessons.course.exercise_reading import CourseError
from lessons.models import BuiltExercise

LIBRARY: Final = ("acme-plain", "acme")
"""Organizations to begin with, the simplest first."""
MOST_OWN: Final = 30
"""Of one's own organizations, those that were used last."""
MOST_FAULTS: Final = 20
"""Shown of a file; one mistake can make thousands."""


@requires(Role.INSTRUCTOR)
@require_safe
def exercises_list(request: VisitorRequest) -> HttpResponse:
    """Those that are worked with; with ``archived``, those that were put away."""
    shows_archived = "archived" in request.GET
    own = BuiltExercise.objects.filter(owner=request.user).prefetch_related("versions")
    context = {
        "exercises": own.exclude(archived=None) if shows_archived else own.filter(archived=None),
        "shows_archived": shows_archived,
        "archived_count": own.exclude(archived=None).count(),
        "can_publish_to_all": role_of(request.user) >= Role.AUTHOR,
    }
    return render(request, "lessons/building/list.html", context)


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: VisitorRequest) -> HttpResponse:
    """``begin`` says what the exercise is made of: ``scenario:acme``, ``lesson:`` and its slug, ``own:`` and
    the public ID of an organization of one's own, or ``file``: a scenario, or an exercise's own files."""
    if request.method != "POST":
        return _new(request)
    kind, _colon, name = request.POST.get("begin", "").partition(":")
    title = " ".join(request.POST.get("title", "").split())[:100]
    try:
        made = _made(request, kind, name, title)
    except (ScenarioError, CourseError) as error:
        return _new(request, faults=error.faults[:MOST_FAULTS])
    except shelf.TooManyExercises:
        return _new(request, problem=_("You have as many exercises as one can have. Delete one first."))
    if made is None:
        return _new(request, problem=_("Choose what to begin with."))
    return redirect("lessons:exercise", made.public_id)


def _made(request: VisitorRequest, kind: str, name: str, title: str) -> BuiltExercise | None:
    owner, visitor = request.user, request.visitor
    if kind == "scenario" and name in LIBRARY:
        return shelf.make(owner, visitor, title or _("My exercise"), built_in(name))
    if kind == "lesson":
        lesson = found_lesson(name)
        if lesson is not None and lesson.tickets is None:
            return shelf.from_lesson(owner, visitor, lesson, title)
    if kind == "own":
        record = _own_organizations(visitor).filter(public_id=name).first()
        if record is not None:
            return shelf.make(owner, visitor, title or record.name, to_document(store.load(record)))
    if kind == "file":
        files = request.FILES.getlist("files")
        if packing.is_exercise(files):
            return shelf.from_lesson(owner, visitor, packing.lesson_in(files), title)
        found = uploads.read(files, keep_identifiers=False)
        return shelf.make(owner, visitor, title or found.name, found.document)
    return None


def _own_organizations(visitor: Visitor) -> QuerySet[OrganizationRecord]:
    """Sandboxes, and those in which a lesson was played or a class was shown something: not those in which
    exercises are built, which are duplicated on the shelf."""
    own = OrganizationRecord.objects.of(visitor).exclude(attempt__is_preview=True)
    return own.filter(recording=None, exercise_begun_here=None).order_by("-last_used")


def _new(request: VisitorRequest, **more: object) -> HttpResponse:
    lessons = [each for each in (*course(), *exercises()) if each.tickets is None]
    context = {
        "library": LIBRARY,
        "own": _own_organizations(request.visitor)[:MOST_OWN],
        "lessons": lessons,
        "title": request.POST.get("title", ""),
        "begin": (request.POST or request.GET).get("begin", f"scenario:{LIBRARY[0]}"),
        **more,
    }
    return render(request, "lessons/building/new.html", context, status=422 if more else 200)


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: VisitorRequest, token: str) -> HttpResponse:
    """Another instructor's exercise, by the link; a copy of it is one's own."""
    exercise = shelf.shared(token)
    if exercise is None:
        raise Http404("No such exercise.")
    if request.method == "POST":
        try:
            made = shelf.take_copy(exercise, request.user, request.visitor)
        except shelf.TooManyExercises:
            messages.error(request, _("You have as many exercises as one can have. Delete one first."))
            return redirect("lessons:exercises")
        return redirect("lessons:exercise", made.public_id)
    context = {"exercise": exercise, "version": exercise.newest}
    return render(request, "lessons/building/shared.html", context)


@requires(Role.INSTRUCTOR)
@require_safe
def export(request: VisitorRequest, public_id: str) -> HttpResponse:
    """The draft as the files of a built-in lesson."""
    exercise = exercise_of(request, public_id)
    bench = Bench(exercise)
    if bench.document is None:
        messages.error(request, _("Say first where it begins. Then there is something to export."))
        return redirect("lessons:build", public_id, "start")
    response = HttpResponse(packing.packed(bench.markdown, bench.document), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{packing.file_name(exercise.title)}"'
    return response


@requires(Role.INSTRUCTOR)
@require_POST
def act(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``do`` is one of ``ACTS``. Each leads back to the list, unless it says otherwise."""
    exercise = exercise_of(request, public_id)
    do = ACTS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404("No such act.")
    return do(request, exercise) or redirect("lessons:exercises")


def _duplicate(request: VisitorRequest, exercise: BuiltExercise) -> HttpResponse | None:
    title = _("%(title)s (copy)") % {"title": exercise.title[:90]}
    try:
        made = shelf.duplicate(exercise, request.visitor, title)
    except (shelf.TooManyExercises, TooManyRecordings):
        messages.error(request, _("You have as many exercises as one can have. Delete one first."))
        return None
    return redirect("lessons:exercise", made.public_id)


def _archive(request: VisitorRequest, exercise: BuiltExercise) -> None:
    shelf.archive(exercise, is_archived=True)
    messages.success(request, _("“%(title)s” is put away. Classes keep it.") % {"title": exercise.title})


def _delete(request: VisitorRequest, exercise: BuiltExercise) -> None:
    shelf.delete(exercise)
    messages.success(request, _("“%(title)s” is deleted. Classes keep it.") % {"title": exercise.title})


def _share(request: VisitorRequest, exercise: BuiltExercise) -> None:
    if exercise.newest is None:
        messages.error(request, _("Publish it first: the link shows the newest version."))
        return
    link = request.build_absolute_uri(reverse("lessons:shared_exercise", args=[shelf.share(exercise)]))
    messages.success(request, render_to_string("lessons/building/_share_link.html", {"link": link}))


def _publish_to_all(request: VisitorRequest, exercise: BuiltExercise) -> None:
    if role_of(request.user) < Role.AUTHOR:
        raise Http404("No such act.")
    exercise.is_public = request.POST.get("is_public") == "yes" and exercise.newest is not None
    exercise.save(update_fields=["is_public"])


Act = Callable[[VisitorRequest, BuiltExercise], HttpResponse | None]
ACTS: Final[Mapping[str, Act]] = {
    "duplicate": _duplicate,
    "archive": _archive,
    "restore": lambda request, exercise: shelf.archive(exercise, is_archived=False),
    "delete": _delete,
    "share": _share,
    "stop-sharing": lambda request, exercise: shelf.stop_sharing(exercise),
    "publish-to-all": _publish_to_all,
}


def exercise_of(request: VisitorRequest, public_id: str) -> BuiltExercise:
    """Somebody else's is as absent as one that never was."""
    found = BuiltExercise.objects.filter(public_id=public_id, owner=request.user)
    exercise = found.select_related("start").first()
    if exercise is None:
        raise Http404("No such exercise.")
    return exercise
