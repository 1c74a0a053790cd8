"""Who may go where: every address of the site, asked by somebody of each role.

The table says what they are answered. What an address is about is always the instructor's: their sandbox,
their attempt, their exercise, their class, in which the learner sits. "in" is the sign-in page; 404 is what a
stranger gets, whatever their role. The other instructor is a stranger, too.

A new address needs a row, and a value in ``theirs`` for each parameter that it has and no other address had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template import Template
from django.template.loaders.base import Loader
from django.urls import reverse
from django.utils import timezone

from accounts import snapshots
from accounts.models import Visitor
from accounts.people.roles import Role, give_role
from lessons import attempts
from lessons.building import shelf
from lessons.course.content import lesson_of
from lessons.models import BuiltExercise, Classroom, ClassStep, Completion, Regrading, Review, Seat
from lessons.reviews import code_of
from tests.accounts.factories import (
    DENY_EC2,
    DEPLOY,
    DEV_1,
    OrganizationRecordFactory,
    VisitorFactory,
)
from tests.conftest import Browser, Server
from tests.lessons.addresses import addresses
from tests.lessons.people import browser

pytestmark = pytest.mark.django_db
SLUG = "moving-changes-permissions"
PEOPLE = {
    "nobody": None,
    "learner": Role.LEARNER,
    "instructor": Role.INSTRUCTOR,
    "author": Role.AUTHOR,
    "admin": Role.ADMIN,
    "another": Role.INSTRUCTOR,
}
"""By their names in the table's head. Nobody has neither a name nor made anything here."""

TABLE = """
                                              nobody learner instructor author admin another

# The site
GET  admin_door                                   in     403        403    403   302     403
GET  set_language                                302     302        302    302   302     302
GET  healthz                                     200     200        200    200   200     200

# Pages without an organization
GET  accounts:home                               302     302        302    302   302     302
POST accounts:try                                404     404        404    404   404     404
GET  accounts:not_simulated                      200     200        200    200   200     200
GET  accounts:claim                              404     404        404    404   404     404
GET  accounts:open                               200     200        200    200   200     200
POST accounts:open_new                           422     422        422    422   422     422
GET  accounts:scenario_schema                    200     200        200    200   200     200
GET  policies:checker                            200     200        200    200   200     200
GET  policies:actions                            200     200        200    200   200     200

# An organization: only whose it is gets there; by a shared link, everybody
GET  accounts:organization                       404     404        200    404   404     404
GET  accounts:live                               404     404        204    404   404     404
POST accounts:operate                            404     404        422    404   404     404
GET  accounts:preview                            404     404        200    404   404     404
GET  accounts:find                               404     404        200    404   404     404
GET  accounts:destinations                       404     404        200    404   404     404
GET  accounts:what_would                         404     404        200    404   404     404
POST accounts:do_edit                            404     404        422    404   404     404
GET  accounts:dialog                             404     404        200    404   404     404
GET  accounts:billing                            404     404        200    404   404     404
GET  accounts:settings                           404     404        200    404   404     404
GET  accounts:management                         404     404        200    404   404     404
GET  accounts:new_policy                         404     404        200    404   404     404
POST accounts:new_policy_check                   404     404        200    404   404     404
POST accounts:new_policy_form                    404     404        200    404   404     404
POST accounts:new_policy_delete                  404     404        422    404   404     404
GET  accounts:new_policy_of_type                 404     404        200    404   404     404
POST accounts:new_policy_of_type_check           404     404        200    404   404     404
POST accounts:new_policy_of_type_form            404     404        200    404   404     404
POST accounts:new_policy_of_type_delete          404     404        422    404   404     404
GET  accounts:policy                             404     404        200    404   404     404
POST accounts:policy_check                       404     404        200    404   404     404
POST accounts:policy_form                        404     404        200    404   404     404
POST accounts:policy_delete                      404     404        422    404   404     404
GET  accounts:exchange                           404     404        200    404   404     404
POST accounts:upload                             404     404        422    404   404     404
GET  accounts:export                             404     404        200    404   404     404
GET  accounts:export_account                     404     404        200    404   404     404
GET  accounts:history                            404     404        200    404   404     404
GET  accounts:compare                            404     404        200    404   404     404
GET  accounts:go_to                              404     404        404    404   404     404
GET  accounts:revision                           404     404        200    404   404     404
POST accounts:operate_at                         404     404        422    404   404     404
GET  accounts:preview_at                         404     404        200    404   404     404
GET  accounts:dialog_at                          404     404        200    404   404     404
GET  accounts:find_at                            404     404        200    404   404     404
GET  accounts:destinations_at                    404     404        200    404   404     404
POST accounts:fork                               404     404        302    404   404     404
POST accounts:share                              404     404        422    404   404     404
POST accounts:revoke                             404     404        302    404   404     404
GET  accounts:shared                             200     200        200    200   200     200
GET  accounts:account_at                         404     404        200    404   404     404
GET  accounts:shared_account                     200     200        200    200   200     200
GET  accounts:policy_at                          404     404        200    404   404     404
GET  accounts:shared_policy                      200     200        200    200   200     200
GET  accounts:managed_policy_at                  404     404        200    404   404     404
GET  accounts:shared_managed_policy              200     200        200    200   200     200
GET  accounts:resource_policy_at                 404     404        200    404   404     404
GET  accounts:shared_resource_policy             200     200        200    200   200     200
GET  accounts:inline_policy_at                   404     404        200    404   404     404
GET  accounts:shared_inline_policy               200     200        200    200   200     200
GET  accounts:account                            404     404        200    404   404     404
GET  accounts:credential_report                  404     404        200    404   404     404
GET  accounts:new_managed_policy                 404     404        200    404   404     404
POST accounts:new_managed_policy_check           404     404        200    404   404     404
POST accounts:new_managed_policy_form            404     404        200    404   404     404
POST accounts:new_managed_policy_delete          404     404        422    404   404     404
GET  accounts:managed_policy                     404     404        200    404   404     404
POST accounts:managed_policy_check               404     404        200    404   404     404
POST accounts:managed_policy_form                404     404        200    404   404     404
POST accounts:managed_policy_delete              404     404        422    404   404     404
GET  accounts:resource_policy                    404     404        200    404   404     404
POST accounts:resource_policy_check              404     404        200    404   404     404
POST accounts:resource_policy_form               404     404        200    404   404     404
POST accounts:resource_policy_delete             404     404        302    404   404     404
GET  accounts:new_inline_policy                  404     404        200    404   404     404
POST accounts:new_inline_policy_check            404     404        200    404   404     404
POST accounts:new_inline_policy_form             404     404        200    404   404     404
POST accounts:new_inline_policy_delete           404     404        422    404   404     404
GET  accounts:inline_policy                      404     404        200    404   404     404
POST accounts:inline_policy_check                404     404        200    404   404     404
POST accounts:inline_policy_form                 404     404        200    404   404     404
POST accounts:inline_policy_delete               404     404        302    404   404     404

# The course
GET  lessons:landing                             200     200        200    200   200     200
GET  lessons:course                              200     200        200    200   200     200
POST lessons:prove                               404     404        404    404   404     404
GET  lessons:progress                            200     200        200    200   200     200
GET  lessons:completion                          200     200        200    200   200     200
POST lessons:completion_link                     404     404        404    404   404     404
GET  lessons:shown                               200     200        200    200   200     200
GET  lessons:lesson                              302     302        302    302   302     302
GET  lessons:questions                           302     302        302    302   302     302
GET  lessons:question                            200     200        200    200   200     200
POST lessons:question_try                        302     302        302    302   302     302
GET  lessons:check_start                         200     200        200    200   200     200
POST lessons:check_begin                         302     302        302    302   302     302
GET  lessons:check                               302     302        302    302   302     302
POST lessons:check_disagree                      302     302        302    302   302     302
GET  lessons:check_question                      200     200        200    200   200     200
POST lessons:check_try                           302     302        302    302   302     302
GET  lessons:review                              200     200        200    200   200     200
POST lessons:review_drop                         302     302        302    302   302     302
GET  lessons:review_question                     404     404        200    404   404     404
POST lessons:review_try                          404     404        302    404   404     404
POST lessons:begin                               302     302        302    302   302     302
GET  lessons:summary                             200     200        200    200   200     200
POST lessons:go_on                               404     404        409    404   404     404
POST lessons:predict                             404     404        409    404   404     404
POST lessons:hint                                404     404        409    404   404     404
POST lessons:reveal                              404     404        409    404   404     404
POST lessons:to_sandbox                          404     404        302    404   404     404
POST lessons:play                                404     404        404    404   404     404

# Whose work it is
POST lessons:phrase                              200     200        200    200   200     200
POST lessons:end_browser                         404     404        302    404   404     404
GET  lessons:export_progress                     200     200        200    200   200     200
GET  lessons:import_progress                     200     200        200    200   200     200
GET  lessons:progress_schema                     200     200        200    200   200     200
GET  lessons:resume                              200     200        200    200   200     200
GET  lessons:erase                               200     200        200    200   200     200
GET  lessons:privacy                             200     200        200    200   200     200
GET  lessons:sign_up                             200     302        302    302   302     302
GET  lessons:sign_in                             200     200        200    200   200     200
POST lessons:sign_out                            302     302        302    302   302     302
GET  lessons:password                            302     200        200    200   200     200

# A class, for who sits in it
GET  lessons:join                                200     200        200    200   200     200
GET  lessons:join_code                           200     302        200    200   200     200
GET  lessons:classroom                           404     200        404    404   404     404
GET  lessons:classroom_live                      404     204        404    404   404     404
POST lessons:classroom_vote                      404     409        404    404   404     404
POST lessons:classroom_task                      404     404        404    404   404     404
GET  lessons:classroom_strip                     404     200        404    404   404     404
POST lessons:classroom_help                      404     302        404    404   404     404
POST lessons:classroom_away                      404     302        404    404   404     404

# Teaching
GET  lessons:teach                                in     403        200    200   200     200
GET  lessons:teach_sign_up                       200     200        302    302   302     302
GET  lessons:exercises                            in     403        200    200   200     200
GET  lessons:new_exercise                         in     403        200    200   200     200
GET  lessons:shared_exercise                      in     403        200    200   200     200
GET  lessons:exercise                             in     403        302    404   404     404
POST lessons:exercise_act                         in     403        404    404   404     404
GET  lessons:export_exercise                      in     403        302    404   404     404
GET  lessons:exercise_quiz                        in     403        302    404   404     404
POST lessons:preview_exercise                     in     403        302    404   404     404
GET  lessons:build                                in     403        200    404   404     404
GET  lessons:new_class                            in     403        200    200   200     200
POST lessons:rehearse                             in     403        422    422   422     422
GET  lessons:rehearsal                            in     403        404    404   404     404
POST lessons:rehearsal                            in     403        404    404   404     404
GET  lessons:look_as                              in     403        404    404   404     404
GET  lessons:class                                in     403        200    404   404     404
GET  lessons:class_live                           in     403        204    404   404     404
POST lessons:class_act                            in     403        404    404   404     404
POST lessons:class_delete                         in     403        302    404   404     404
GET  lessons:gradebook                            in     403        200    404   404     404
GET  lessons:gradebook_csv                        in     403        200    404   404     404
GET  lessons:regrade                              in     403        200    404   404     404
POST lessons:regrade                              in     403        200    404   404     404
POST lessons:undo_regrading                       in     403        302    404   404     404
GET  lessons:projector                            in     403        200    404   404     404
GET  lessons:class_ways                           in     403        200    404   404     404
POST lessons:class_lead                           in     403        404    404   404     404
POST lessons:class_look                           in     403        404    404   404     404
GET  lessons:class_work                           in     403        404    404   404     404
GET  lessons:class_work_at                        in     403        404    404   404     404
POST lessons:class_project                        in     403        404    404   404     404
POST lessons:class_hint                           in     403        404    404   404     404
POST lessons:rename_seat                          in     403        422    404   404     404
POST lessons:remove_seat                          in     403        302    404   404     404
POST lessons:new_words                            in     403        409    404   404     404

GET  lessons:class_platforms                      in     403        200    404   404     404
POST lessons:class_platforms_send                 in     403        302    404   404     404
POST lessons:class_platforms_let_in               in     403        404    404   404     404
POST lessons:class_platforms_compare              in     403        404    404   404     404

# Learning platforms: none is registered here
GET  lessons:lti_keys                            404     404        404    404   404     404
POST lessons:lti_login                           404     404        404    404   404     404
POST lessons:lti_launch                          404     404        404    404   404     404
GET  lessons:lti_choose                          404     404        404    404   404     404
GET  lessons:lti_enter                           404     404        404    404   404     404
"""


class Blank(Loader):
    """Every template is empty: who may go somewhere is decided before a page is drawn."""

    def get_template(self, template_name: str, skip: object = None) -> Template:
        return Template("", engine=self.engine)


@pytest.fixture(autouse=True)
def _blank_pages(settings):
    loaders = [f"{__name__}.Blank"]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [], "OPTIONS": {"loaders": loaders}}]


def expected() -> dict[str, tuple[str, ...]]:
    """What each of ``PEOPLE`` is answered, by method and name."""
    rows = (line.split() for line in TABLE.splitlines()[2:] if line and not line.startswith("#"))
    return {f"{method} {name}": tuple(answers) for method, name, *answers in rows}


@pytest.fixture
def people(server: Server) -> Mapping[str, Browser]:
    """Each of them in their browser, signed in."""
    browsers = {}
    for name, role in PEOPLE.items():
        browsers[name] = browser(server, name)
        if role is not None:
            user = get_user_model().objects.create(
                username=name, is_staff=role is Role.ADMIN, is_superuser=role is Role.ADMIN
            )
            if role is not Role.ADMIN:
                give_role(user, role)
            VisitorFactory(token=name, user=user)
            browsers[name].force_login(user)
    return browsers


@pytest.fixture
def theirs(server: Server, people: Mapping[str, Browser]) -> Mapping[str, object]:
    """What addresses name, all of it the instructor's."""
    instructor = Visitor.objects.get(user__username="instructor")
    with server.at_work():
        lesson = lesson_of(SLUG)
        attempt = attempts.begin(instructor, SLUG, lesson.document, lesson.title)
        record = OrganizationRecordFactory(visitor=instructor)
        snapshot, token = snapshots.share(record, 0)
    review = Review.objects.create(visitor=instructor, misconception="M1", due=timezone.now())
    classroom = Classroom.objects.create(instructor=instructor.user, name="Monday", opened=timezone.now())
    ClassStep.objects.create(classroom=classroom, position=1, kind=ClassStep.Kind.TALK)
    task = ClassStep.objects.create(classroom=classroom, position=2, kind=ClassStep.Kind.TASK)
    kept = {"document": {}, "version": None, "attempts": {}}
    regrading = Regrading.objects.create(step=task, before=kept, changes={})
    exercise = BuiltExercise.objects.create(owner=instructor.user, title="Ours")
    exercise.versions.create(number=1, slug="ours", document={})
    learner = Visitor.objects.get(user__username="learner")
    seat = Seat.objects.create(classroom=classroom, visitor=learner, nickname="otter")
    return {
        "class": classroom.public_id,
        "class_code": classroom.code,
        "exercise": exercise.public_id,
        "shared": shelf.share(exercise),
        "step": "start",
        "form": "gift",
        "seat_id": seat.pk,
        "step_id": task.pk,
        "regrading_id": regrading.pk,
        "attempt_id": attempt.pk,
        "public_id": record.public_id,
        "attempt": attempt.organization.public_id,
        "key_id": instructor.keys.get().pk,
        "snapshot_id": snapshot.pk,
        "revision": 0,
        "account_id": DEV_1,
        "policy_id": DENY_EC2,
        "policy_type": "TAG_POLICY",
        "arn": DEPLOY,
        "bucket": "arn:aws:s3:::files",
        "kind": "user",
        "owner": "mary",
        "policy_name": "a",
        "name": "new-account",
        "file": "scenario.json",
        "slug": SLUG,
        "question_id": lesson.exercise.questions[0].id,
        "misconception": review.misconception,
        "token": token,
        "code": code_of(review),
        "check": f"{record.public_id}-0-abcdef12",
        "shown": Completion.objects.create(visitor=instructor).written,
        "number": 1,
        "ticket": "none",
        "link_id": 1,
    }


OTHERWISE = {
    "attempts/": {"public_id": "attempt"},
    "replays/": {"public_id": "attempt"},
    "check/": {"code": "check"},
    "class/": {"public_id": "class"},
    "teach/classes/": {"public_id": "class"},
    "teach/exercises/": {"public_id": "exercise", "token": "shared"},
    "join/": {"code": "class_code"},
    "c/": {"code": "shown"},
    "s/<slug:public_id>/export/": {"name": "file"},
}
"""Under what a parameter stands in ``theirs`` where it is not its own name, by how the route begins."""


def address(route: str, name: str, wanted: set[str], theirs: Mapping[str, object]) -> str:
    called = next((called for start, called in OTHERWISE.items() if route.startswith(start)), {})
    if "/resources/" in route:
        called = {"arn": "bucket"}
    return reverse(name, kwargs={each: theirs[called.get(each, each)] for each in wanted})


def test_every_address_has_a_row_in_the_table():
    rows = {row.split()[1] for row in expected()}
    names = {name for _, name, _ in addresses() if not name.startswith("admin:")}

    assert not names - rows, "without a row"
    assert not rows - names, "without an address"


def test_everybody_gets_where_their_role_lets_them(people, theirs):
    routes = {name: (route, name, wanted) for route, name, wanted in addresses()}
    found = {}
    for row in expected():
        method, name = row.split()
        asked = address(*routes[name], theirs)
        found[row] = tuple(answer(browser, method, asked) for browser in people.values())

    assert found == expected()


def answer(person: Browser, method: str, asked: str) -> str:
    """As if nobody had asked before: who signs out is signed in again, and what is made is gone."""
    with transaction.atomic():
        cookies = person.cookies.copy()
        response = person.generic(method, asked)
        person.cookies = cookies
        transaction.set_rollback(True)
    to_sign_in = response.headers.get("Location", "").startswith("/sign-in/?as=")
    return "in" if to_sign_in else str(response.status_code)


def test_not_even_authors_get_into_the_admin(people):
    routes = [route for route, name, _ in addresses() if name.startswith("admin:") and "(" not in route]

    for route in {*routes, "admin/accounts/", "admin/anything"} - {"admin/login/", "admin/logout/"}:
        response = people["author"].get("/" + re.sub("<[^>]+>", "1", route))

        assert response.headers.get("Location", "").startswith("/admin/login/"), route


def test_administrators_get_into_the_admin(people):
    assert people["admin"].get("/admin/").status_code == 200
