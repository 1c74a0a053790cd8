"""What a learning record store is told: real statements, to a real server that may be away."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from lessons.classroom import holding, sitting
from lessons.models import Attempt, Classroom, ClassStep, Statement, Vote
from tests.lessons.classroom.world import NO, YES, at_task, classroom, learner, move, step

pytestmark = pytest.mark.django_db

SITE = "https://orgsim.example"


class Store:
    """A learning record store; ``answer`` is the status that it answers with."""

    def __init__(self) -> None:
        self.answer = 200
        self.requests: list[tuple[dict[str, str], list[dict[str, Any]]]] = []
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                store.requests.append(
                    (
                        {**{name.lower(): value for name, value in self.headers.items()}, "path": self.path},
                        body,
                    )
                )
                self.send_response(store.answer)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def statements(self) -> list[dict[str, Any]]:
        return [statement for _, body in self.requests for statement in body]


@pytest.fixture
def store(settings: Any) -> Iterator[Store]:
    made = Store()
    settings.XAPI_ENDPOINT = f"http://127.0.0.1:{made.server.server_port}/xapi/"
    settings.XAPI_USERNAME, settings.XAPI_PASSWORD, settings.XAPI_SITE = "key", "secret", SITE
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def room() -> Classroom:
    return at_task()


def send() -> str:
    written = StringIO()
    call_command("send-statements", stdout=written)
    return written.getvalue().strip()


def verbs() -> list[str]:
    return [each.body["verb"]["id"].rpartition("/")[2] for each in Statement.objects.all()]


def test_nothing_is_kept_unless_there_is_a_store(room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    assert not Statement.objects.exists()
    with pytest.raises(CommandError, match="XAPI_ENDPOINT"):
        send()


def test_begun_and_solved_is_told_once(store: Store, room: Classroom) -> None:
    otter = learner(room, "otter")
    move(otter, "Sandbox")
    move(otter, "Workloads")
    move(otter, "Prod")
    assert verbs() == ["initialized", "passed"]
    passed = Statement.objects.last()
    assert passed is not None
    assert passed.body["result"]["score"] == {"scaled": 1.0}
    assert passed.body["result"]["success"] is True


def test_who_saw_the_solution_has_passed_nothing(store: Store, room: Classroom) -> None:
    otter = learner(room, "otter")
    move(otter, "Sandbox")
    Attempt.objects.update(assisted=True)
    move(otter, "Workloads")
    assert verbs() == ["initialized", "completed"]


def test_every_ballot_is_an_answer(store: Store) -> None:
    room = classroom()
    otter = learner(room, "otter")
    holding.open_step(step(room, ClassStep.Kind.VOTE))
    sitting.cast(Vote.objects.get(), otter, YES)
    sitting.cast(Vote.objects.get(), otter, NO)
    assert [each.body["result"]["success"] for each in Statement.objects.all()] == [False, True]


def test_a_rehearsal_is_told_to_nobody(store: Store, room: Classroom) -> None:
    Classroom.objects.update(is_rehearsal=True)
    move(learner(room, "otter"), "Workloads")
    assert not Statement.objects.exists()


def test_statements_are_as_the_specification_wants_them_and_name_nobody(
    store: Store, room: Classroom
) -> None:
    move(learner(room, "otter"), "Workloads")
    for statement in (each.body for each in Statement.objects.all()):
        assert set(statement) <= {"id", "actor", "verb", "object", "result", "context", "timestamp"}
        assert UUID(statement["id"]).version == 5
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", statement["timestamp"])
        assert statement["actor"] == {
            "objectType": "Agent",
            "account": {"homePage": SITE, "name": statement["actor"]["account"]["name"]},
        }
        for identifier in (statement["verb"]["id"], statement["object"]["id"]):
            assert re.fullmatch(r"https?://\S+", identifier)
        assert "otter" not in json.dumps(statement)


def test_they_are_sent_with_version_and_secret(store: Store, room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    assert send() == "2 sent"
    ((headers, body),) = store.requests
    assert headers["path"] == "/xapi/statements"
    assert headers["x-experience-api-version"] == "1.0.3"
    assert headers["authorization"] == f"Basic {b64encode(b'key:secret').decode()}"
    assert [each["id"] for each in body] == [str(each.identifier) for each in Statement.objects.all()]
    assert send() == "0 sent"


def test_what_the_store_does_not_take_waits_with_its_reason(store: Store, room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    store.answer = 503
    with pytest.raises(CommandError, match="503"):
        send()
    waiting = Statement.objects.first()
    assert waiting is not None
    assert (waiting.sent, waiting.tries) == (None, 1)
    assert "503" in waiting.error
    store.answer = 200
    assert send() == "2 sent"


def test_a_store_that_has_them_already_is_told_no_more(store: Store, room: Classroom) -> None:
    move(learner(room, "otter"), "Workloads")
    store.answer = 409
    assert send() == "2 sent"


def test_a_store_that_is_away_loses_nothing(store: Store, room: Classroom, settings: Any) -> None:
    move(learner(room, "otter"), "Workloads")
    settings.XAPI_ENDPOINT = "http://127.0.0.1:9/xapi"
    with pytest.raises(CommandError, match="could not be reached"):
        send()
    assert Statement.objects.filter(sent=None).count() == 2
