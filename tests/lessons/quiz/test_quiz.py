"""Questions leave for the quizzes of other programs with the engine's key, and nothing in them breaks out."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lessons.course.content import course
from lessons.models import BuiltExercise
from lessons.quiz.gift import gift_of
from lessons.quiz.items import items_of
from lessons.quiz.qti import Version, package_of
from tests.conftest import Server
from tests.lessons.building.world import Builder
from tests.lessons.classroom.world import instructor

pytestmark = pytest.mark.django_db
HOSTILE = 'a} =right ~%100%no {: \\ # <script>alert(1)</script> & "q" ]]> {{dev-1}}'


@pytest.fixture
def priya(server: Server, db: None) -> Builder:
    return Builder(server, instructor())


def quiz(priya: Builder, exercise: BuiltExercise, form: str) -> HttpResponse:
    return priya.browser.get(reverse("lessons:exercise_quiz", args=[exercise.public_id, form]))


def unpacked(content: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


def gift_questions(text: str) -> list[tuple[str, list[str]]]:
    """As Moodle reads it: a question and the lines of its answers, without the escapes."""
    found = []
    for written in text.strip().split("\n\n"):
        ask, answers = re.fullmatch(r"((?:[^{\\]|\\.)*) \{\n(.*)\n\}", written, re.S).groups()
        plain = [unescape(re.sub(r"\\(.)", r"\1", line)) for line in (ask, *answers.split("\n\t"))]
        found.append((plain[0], plain[1:]))
    return found


def test_every_question_of_the_course_can_be_taken_along_in_every_form() -> None:
    for lesson in course()[5:8]:
        items = items_of(lesson.title, lesson.exercise)
        read = gift_questions(gift_of(items))
        assert len(read) == len(items), lesson.slug
        for item, (_ask, answers) in zip(items, read, strict=True):
            assert len(answers) == len(item.choices)
        for version in Version:
            files = unpacked(package_of("x", items, version))
            assert len(files) == len(items) + 1


def test_a_gift_question_has_its_organization_its_key_and_its_reasons(priya: Builder) -> None:
    exercise = priya.from_scratch()
    asked = {"form": "can", "who": "sbx-1/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="predictions", what="sbx-1", where="Dev", **asked)
    answer = quiz(priya, exercise, "gift")
    assert answer["Content-Disposition"] == 'attachment; filename="gpu-for-a-week-gift.txt"'
    ((ask, (yes, no)),) = gift_questions(answer.content.decode())
    assert ask.startswith("::GPU for a week 1::[html]")
    assert "<strong>Dev</strong>: FullAWSAccess, DenyEC2" in ask
    assert '"Action": "ec2:*"' in ask
    assert yes.lstrip().startswith("~<p>Yes</p>#<p>")
    assert no.startswith("=<p>No</p>#<p>A deny applies, and that is final.</p>")


def test_of_several_right_choices_each_has_its_share(priya: Builder) -> None:
    exercise = priya.from_scratch()
    asked = {"form": "where", "who": "dev-3/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="questions", **asked)
    ((_ask, answers),) = gift_questions(quiz(priya, exercise, "gift").content.decode())
    assert sorted(line.strip().partition("<")[0] for line in answers) == ["~%-100%", *["~%20%"] * 5]
    item = unpacked(quiz(priya, exercise, "qti21").content)["item-1.xml"]
    declared = item.find("{*}responseDeclaration")
    assert declared.get("cardinality") == "multiple"
    assert len(declared.findall(".//{*}value")) == 5
    assert item.find(".//{*}choiceInteraction").get("maxChoices") == "0"


def test_a_package_has_an_item_for_each_question_in_the_words_of_its_version(priya: Builder) -> None:
    exercise = priya.begin()
    for form, interaction, of in (
        ("qti21", "choiceInteraction", "{http://www.imsglobal.org/xsd/imsqti_v2p1}assessmentItem"),
        (
            "qti30",
            "qti-choice-interaction",
            "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}qti-assessment-item",
        ),
    ):
        files = unpacked(quiz(priya, exercise, form).content)
        named = [each.get("href") for each in files.pop("imsmanifest.xml").findall(".//{*}resource")]
        assert named == list(files)
        assert len(files) == len(exercise.draft["predictions"]) + len(exercise.draft["questions"]) + 1
        for item in files.values():
            assert item.tag == of
            assert item.find(f".//{{*}}{interaction}") is not None


def test_nothing_that_somebody_typed_breaks_out_of_any_form(priya: Builder) -> None:
    exercise = priya.from_scratch()
    asked = {"form": "can", "who": "dev-1/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="questions", **asked)
    exercise.refresh_from_db()
    question = exercise.draft["questions"][0]
    question["ask"] = HOSTILE
    for choice in question["choices"]:
        choice["text"] = choice["because"] = HOSTILE
    exercise.title = f"{HOSTILE} \x01\ufffe"
    exercise.save()
    text = quiz(priya, exercise, "gift").content.decode()
    assert "<script>" not in text.partition("[html]")[2], "a title is plain text"
    ((ask, answers),) = gift_questions(text)
    for written in (ask, *answers):
        assert "a} =right ~%100%no {: \\ # <script>alert(1)</script>" in written
    assert [answer.strip()[0] for answer in answers] == ["~", "="]
    for form in ("qti21", "qti30"):
        item = unpacked(quiz(priya, exercise, form).content)["item-1.xml"]
        assert "<script>alert(1)</script>" in "".join(item.itertext())
        assert item.find(".//{*}script") is None


def test_a_key_that_the_engine_no_longer_confirms_goes_nowhere(priya: Builder) -> None:
    exercise = priya.from_scratch()
    asked = {"form": "can", "who": "sbx-1/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="questions", **asked)
    assert quiz(priya, exercise, "gift").status_code == 200
    exercise.refresh_from_db()
    choices = exercise.draft["questions"][0]["choices"]
    choices[0].pop("right")
    choices[1]["right"] = True
    exercise.save(update_fields=["draft"])
    for form in ("gift", "qti21", "qti30"):
        assert quiz(priya, exercise, form).status_code == 302, form


def test_there_is_nothing_to_take_along_without_a_question(priya: Builder) -> None:
    exercise = priya.from_scratch()
    assert quiz(priya, exercise, "gift").status_code == 302
    assert quiz(priya, exercise, "pdf").status_code == 404
