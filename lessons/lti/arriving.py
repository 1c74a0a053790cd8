"""A launch, step by step: a login is asked for, the platform signs who comes, and somebody arrives.

The cookie of a launch is never needed in a frame, nor with what the platform's page posts: it is set and
read when orgsim's own pages are the whole window, so the strictest rules for cookies allow it (SameSite=Lax).
It is what binds the launch to the browser that began it.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.contrib import auth
from django.core import signing as tokens
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Visitor, hash_of, new_token
from accounts.people import signing
from accounts.services import make_known
from accounts.visitors import VisitorRequest
from lessons.classroom import nicknames, sitting
from lessons.course.content import found_lesson
from lessons.lti.launch import Launch, read_launch
from lessons.lti.platform import NotSigned, ServiceFailed, verified
from lessons.models import (
    Classroom,
    ExerciseVersion,
    LtiCourse,
    LtiCourseClass,
    LtiLaunch,
    LtiLink,
    LtiPlatform,
    LtiScore,
    LtiUser,
    Seat,
)
from lessons.models.lti import subject_hash_of

ON_ITS_WAY: Final = timedelta(minutes=10)
"""Between asking the platform and its answer."""
AT_THE_DOOR: Final = timedelta(minutes=30)
"""Since it was begun: long enough to sign in."""
CLASS_TOKEN: Final = "lessons.lti.class"
EXERCISE_TOKEN: Final = "lessons.lti.exercise"
TRIES: Final = 5


class Refused(Exception):
    """A launch that leads nowhere. ``problem`` is for who comes, ``detail`` for who runs the platform."""

    def __init__(self, problem: str, *, status: int = 403, detail: str = "") -> None:
        super().__init__(detail or problem)
        self.problem = problem
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Begun:
    """``address`` is where the platform is asked; ``secret`` is for this browser, in a cookie."""

    address: str
    cookie: str
    secret: str


def platform_of(issuer: str, client_id: str) -> LtiPlatform:
    """``client_id`` may be left out by a platform that has registered orgsim once. Raises ``Refused``."""
    found = LtiPlatform.objects.filter(issuer=issuer, is_active=True)
    if client_id:
        found = found.filter(client_id=client_id)
    several = [*found[:2]]
    if len(several) != 1:
        detail = f"iss={issuer[:200]!r} client_id={client_id[:200]!r}"
        raise Refused(_("This learning platform is not registered here."), status=404, detail=detail)
    return several[0]


def begin(platform: LtiPlatform, *, login_hint: str, message_hint: str, redirect_uri: str) -> Begun:
    """Source: 1EdTech Security Framework 1.0, section 5.1.1.2."""
    # Whoever did not come back within the hour does not.
    LtiLaunch.objects.filter(begun__lt=timezone.now() - 2 * AT_THE_DOOR).delete()
    state, nonce, secret = new_token(), secrets.token_urlsafe(24), new_token()
    LtiLaunch.objects.create(
        platform=platform, state_hash=hash_of(state), nonce=nonce, browser_hash=hash_of(secret)
    )
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": redirect_uri,
        "login_hint": login_hint,
        "state": state,
        "nonce": nonce,
    }
    if message_hint:
        asked["lti_message_hint"] = message_hint
    joint = "&" if urlsplit(platform.login_url).query else "?"
    return Begun(f"{platform.login_url}{joint}{urlencode(asked)}", cookie_of(state), secret)


def cookie_of(state: str) -> str:
    """Several launches of one browser have several."""
    return f"lti-{hash_of(state)[:12]}"


def receive(state: str, token: str) -> tuple[LtiLaunch, Launch]:
    """What the platform signed. A state is good once, whatever came with it. Raises ``Refused``."""
    now = timezone.now()
    waiting = LtiLaunch.objects.filter(state_hash=hash_of(state), received=None, begun__gt=now - ON_ITS_WAY)
    row = waiting.select_related("platform").first() if state else None
    if row is None or not waiting.filter(pk=row.pk).update(received=now):
        raise Refused(_("This launch is over. Start it again from your course."), status=400, detail="state")
    row.received = now
    platform = row.platform
    if not platform.is_active:
        raise Refused(_("This learning platform is not registered here."), status=404)
    try:
        claims = verified(platform, token)
        if not hmac.compare_digest(str(claims["nonce"]).encode(), row.nonce.encode()):
            raise NotSigned("nonce")
        launch = read_launch(claims)
        if launch.deployment not in platform.deployments:
            raise NotSigned(f"deployment_id {launch.deployment!r} is not registered here")
    except NotSigned as error:
        problem = _("What your learning platform sent is not signed as it must be.")
        raise Refused(problem, status=400, detail=str(error)) from error
    except ServiceFailed as error:
        problem = _("Your learning platform could not be asked for its keys. Try again in a minute.")
        raise Refused(problem, status=502, detail=str(error)) from error
    return row, launch


def keep(row: LtiLaunch, launch: Launch) -> str:
    """Until the browser comes for it, with the ticket that is returned."""
    ticket = new_token()
    row.claims, row.ticket_hash = launch.to_json(), hash_of(ticket)
    row.save(update_fields=["claims", "ticket_hash"])
    return ticket


def kept(ticket: str, cookies: dict[str, str]) -> tuple[LtiLaunch, Launch]:
    """The launch that this browser has begun. Raises ``Refused``."""
    row = (
        LtiLaunch.objects.select_related("platform")
        .filter(ticket_hash=hash_of(ticket), begun__gt=timezone.now() - AT_THE_DOOR, platform__is_active=True)
        .first()
    )
    if row is None:
        raise Refused(_("This launch is over. Start it again from your course."), status=400, detail="ticket")
    secret = cookies.get(f"lti-{row.state_hash[:12]}", "")
    if not hmac.compare_digest(hash_of(secret), row.browser_hash):
        problem = _("This browser did not start this launch, or it keeps no cookies of orgsim.")
        raise Refused(problem, status=403, detail="cookie")
    return row, Launch.from_json(row.claims)


def known(platform: LtiPlatform, launch: Launch) -> LtiUser | None:
    return platform.users.filter(subject_hash=subject_hash_of(platform, launch.subject)).first()


def needs_asking(request: VisitorRequest, platform: LtiPlatform, launch: Launch) -> bool:
    """Somebody new, while somebody is signed in here: it need not be the same person. An instructor may want
    to sign in first."""
    if known(platform, launch) is not None:
        return False
    return request.visitor.user_id is not None or launch.is_teaching


def become(request: VisitorRequest, platform: LtiPlatform, launch: Launch, *, is_same: bool) -> LtiUser:
    """This browser is theirs from now on. What a learner without a name made in it before comes along, unless
    that is somebody else's of a platform. ``is_same``: they said that it is they who are signed in here."""
    user = known(platform, launch)
    here = request.visitor
    if user is not None:
        if here.pk != user.visitor_id:
            _enter(request, user.visitor)
        return user
    if (here.user_id is not None and not is_same) or (
        here.pk is not None and here.user_id is None and here.lti_users.exists()
    ):
        here = Visitor(last_seen=timezone.now())
        make_known(here)
        _enter(request, here)
    else:
        make_known(here)
    try:
        with transaction.atomic():
            # The real row: what the request has is looked up lazily.
            return LtiUser.objects.create(
                platform=platform,
                subject=launch.subject,
                subject_hash=subject_hash_of(platform, launch.subject),
                visitor_id=here.pk,
            )
    except IntegrityError:
        # Two windows of one learner.
        return become(request, platform, launch, is_same=is_same)


def _enter(request: VisitorRequest, visitor: Visitor) -> None:
    here = request.browser.visitor()
    if here.pk is not None and here.user_id is None and not here.lti_users.exists():
        signing.enter(request, visitor)
    else:
        auth.logout(request)
        request.browser.hand_over(visitor)


def class_token(classroom: Classroom, platform: LtiPlatform) -> str:
    """In a link that this class's instructor puts into a course; nobody else can make one."""
    return tokens.dumps([classroom.public_id, platform.pk], salt=CLASS_TOKEN)


def exercise_token(version: ExerciseVersion, platform: LtiPlatform) -> str:
    """Likewise, of an exercise. The link keeps its version, as a class does."""
    return tokens.dumps([version.slug, platform.pk], salt=EXERCISE_TOKEN)


def link_of(platform: LtiPlatform, launch: Launch) -> LtiLink:
    """As the platform tells of it now. Raises ``Refused`` for one that leads to what is not there."""
    lesson, classroom = "", None
    kind, _colon, value = launch.target.partition(":")
    if kind == "lesson" and found_lesson(value) is not None:
        lesson = value
    elif kind == "exercise":
        lesson = _exercise_of(value, platform)
    elif kind == "class":
        classroom = _class_of(value, platform)
    if launch.target and not lesson and classroom is None:
        problem = _("This link leads to a lesson or a class that is not there.")
        raise Refused(problem, status=404, detail=launch.target[:200])
    course, _made = LtiCourse.objects.update_or_create(
        platform=platform,
        context=launch.course or f"link {launch.link}"[:255],
        defaults={"title": launch.course_title, "roster_url": launch.roster_url},
    )
    if classroom is not None:
        LtiCourseClass.objects.get_or_create(course=course, classroom=classroom)
    values = {"lesson": lesson, "classroom": classroom, "score_url": launch.score_url}
    return LtiLink.objects.update_or_create(course=course, resource=launch.link, defaults=values)[0]


def sit_down(link: LtiLink, visitor: Visitor) -> Seat:
    """In the class of the link, without its code, under a nickname that nobody has. Raises ``Refused``."""
    classroom = link.classroom
    assert classroom is not None
    if not LtiCourseClass.objects.filter(course=link.course, classroom=classroom, is_open=True).exists():
        raise Refused(_("The instructor has closed this class for your course."))
    for _try in range(TRIES):
        try:
            return sitting.join(classroom, visitor, nicknames.suggested(classroom))
        except nicknames.BadNickname:
            # Somebody was quicker.
            continue
        except sitting.NotLetIn as error:
            raise Refused(str(error), status=409) from error
    raise Refused(_("Too many come in at once. Try again in a moment."), status=409)


def note_learner(link: LtiLink, user: LtiUser) -> LtiScore:
    """That scores of theirs belong to this link."""
    return LtiScore.objects.get_or_create(link=link, user=user)[0]


def _class_of(token: str, platform: LtiPlatform) -> Classroom | None:
    public_id = _signed(token, CLASS_TOKEN, platform)
    return Classroom.objects.filter(public_id=public_id).first() if public_id else None


def _exercise_of(token: str, platform: LtiPlatform) -> str:
    """What the version goes by in the place of a lesson; empty for one that was deleted."""
    slug = _signed(token, EXERCISE_TOKEN, platform)
    return slug if slug and ExerciseVersion.objects.filter(slug=slug).exists() else ""


def _signed(token: str, salt: str, platform: LtiPlatform) -> str:
    """What a token was made for; empty if not here, or for another platform."""
    try:
        name, registration = tokens.loads(token, salt=salt)
    except (tokens.BadSignature, ValueError, TypeError):
        return ""
    return str(name) if registration == platform.pk else ""
