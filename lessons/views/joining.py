"""Into a class: a code and a nickname, no account. Who comes by the square on the wall fills in one field."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.limits import TooManyTries
from accounts.visitors import VisitorRequest
from lessons.classroom import nicknames, sitting
from lessons.models import Classroom
from lessons.views.languages import in_its_language
from lessons.views.study import too_many
from lessons.views.words import hand_out


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: VisitorRequest, code: str = "") -> HttpResponse:
    """``another`` asks for another nickname; ``suggested`` is the one that was."""
    typed = request.POST.get("code", "") if request.method == "POST" else code
    errors: dict[str, str] = {}
    classroom = _class_of(request, typed, errors) if typed else None
    door = partial(_door, request, classroom, typed, errors, came_by_square=bool(code))
    return in_its_language(request, classroom, door) if classroom else door()


def _door(
    request: VisitorRequest,
    classroom: Classroom | None,
    typed: str,
    errors: dict[str, str],
    *,
    came_by_square: bool,
) -> HttpResponse:
    """The way in, or the form once more with what ``errors`` say at its fields."""
    nickname, suggested = (request.POST.get(name, "") for name in ("nickname", "suggested"))
    is_joining = request.method == "POST" and "another" not in request.POST
    if is_joining and not typed:
        errors["code"] = _("Type the code that is on the wall.")
    if classroom is not None and sitting.seat_of(classroom, request.visitor) is not None:
        return redirect("lessons:classroom", classroom.public_id)
    if is_joining and classroom is not None:
        try:
            if nickname and nickname == suggested:
                nickname = nicknames.still_free(nickname, classroom)
            sitting.join(classroom, request.visitor, nickname)
        except nicknames.BadNickname as error:
            errors["nickname"] = str(error)
        except sitting.NotLetIn as error:
            errors["code"] = str(error)
        else:
            response = redirect("lessons:classroom", classroom.public_id)
            hand_out(response, request.visitor)
            return response
    suggests = classroom is None or classroom.suggests_nicknames
    if suggests and (not nickname or "another" in request.POST):
        nickname = suggested = nicknames.suggested(classroom)
    context = {
        "classroom": classroom,
        "code": typed,
        "came_by_square": came_by_square,
        "nickname": nickname,
        "suggested": suggested if suggests else "",
        "errors": errors,
    }
    return render(request, "lessons/classroom/join.html", context, status=422 if is_joining else 200)


def _class_of(request: VisitorRequest, typed: str, errors: dict[str, str]) -> Classroom | None:
    """None if no class has this code; ``errors`` says so, and what may have been meant."""
    try:
        return sitting.class_of_code(typed, request.META["REMOTE_ADDR"])
    except TooManyTries as error:
        errors["code"] = too_many(error)
    except sitting.NoClass as error:
        errors["code"] = _("No class has the code %(code)s.") % {"code": error.written}
        if error.nearest:
            wrong, right = error.slip
            errors["code"] += " " + _("Did you mean a %(right)s where you typed %(wrong)s?") % {
                "right": right,
                "wrong": wrong,
            }
    return None
