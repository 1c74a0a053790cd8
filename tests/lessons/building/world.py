"""Priya builds an exercise: dev-3, in Dev, whose DenyEC2 stops it, needs servers. Moving it straight under
Workloads solves that, and so does a new unit there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse

from accounts import services, store
from accounts.models import OrganizationRecord
from lessons.course.names import Names
from lessons.course.placeholders import resolved
from lessons.models import BuiltExercise, Recording
from tests.conftest import Browser, Server

Done = tuple[str, Mapping[str, object]]


def moved(account: str, source: str, destination: str) -> Done:
    where = {"source_parent_id": f"{{{{id {source}}}}}", "destination_parent_id": f"{{{{id {destination}}}}}"}
    return "organizations.move_account", {"account_id": f"{{{{id {account}}}}}", **where}


def made(unit: str, parent: str) -> Done:
    parameters = {"parent_id": f"{{{{id {parent}}}}}", "name": unit}
    return "organizations.create_organizational_unit", parameters


def attached(policy: str, target: str) -> Done:
    what = {"policy_id": f"{{{{id {policy}}}}}", "target_id": f"{{{{id {target}}}}}"}
    return "organizations.attach_policy", what


STRAIGHT = (moved("dev-3", "Dev", "Workloads"),)
INTO_A_NEW_UNIT = (made("GPU", "Workloads"), moved("dev-3", "Dev", "GPU"))
INTO_SANDBOX = (moved("dev-3", "Dev", "Sandbox"),)


class Builder:
    """An instructor in a browser, and what they do with an exercise."""

    def __init__(self, server: Server, user: User) -> None:
        self.server, self.user = server, user
        self.browser = Browser(server)
        self.browser.force_login(user)

    def post(self, name: str, /, *where: str, **data: object) -> HttpResponse:
        return self.browser.post(reverse(f"lessons:{name}", args=where), data)

    def begin(self, begin: str = "lesson:moving-changes-permissions", **more: object) -> BuiltExercise:
        answer = self.post("new_exercise", begin=begin, title="GPU for a week", **more)
        assert answer.status_code == 302, answer.content.decode()
        return BuiltExercise.objects.latest("pk")

    def from_scratch(self) -> BuiltExercise:
        """Where lesson 7 begins, and nothing more."""
        exercise = self.begin("scenario:acme-plain")
        self.do_in(exercise.start, attached("DenyEC2", "Dev"), attached("DenyLeaveOrg", "Workloads"))
        self.do(exercise, "start", "say")
        exercise.refresh_from_db()
        return exercise

    def solved(self) -> BuiltExercise:
        """With two solutions that are kept."""
        exercise = self.from_scratch()
        self.show(exercise, *STRAIGHT)
        self.show(exercise, *INTO_A_NEW_UNIT)
        return exercise

    def do(self, exercise: BuiltExercise, step: str, do: str, /, **more: object) -> HttpResponse:
        return self.post("build", exercise.public_id, step, do=do, **more)

    def do_in(self, record: OrganizationRecord, *done: Done) -> None:
        """On the ordinary pages, what these say."""
        with self.server.at_work():
            start = store.load(record)
            for operation, parameters in done:
                found = resolved(parameters, Names(start, store.load(record)))
                services.perform(record, operation, base_revision=None, visitor=record.visitor, **found)

    def show(self, exercise: BuiltExercise, *done: Done, **more: object) -> Recording:
        """A solution, or with ``cheat`` a cheat."""
        step = "cheats" if more else "solution"
        answer = self.do(exercise, step, "record", **more)
        assert answer.status_code == 302
        recording = Recording.objects.latest("pk")
        self.do_in(recording.organization, *done)
        self.do(exercise, step, "keep", recording=recording.pk)
        return recording

    def see(self, exercise: BuiltExercise, step: str, **query: str) -> str:
        address = reverse("lessons:build", args=[exercise.public_id, step])
        return self.browser.get(address, query).content.decode()


def text_of(html: str) -> str:
    """As one reads it."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
