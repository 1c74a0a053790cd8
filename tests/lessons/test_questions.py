"""A lesson's questions: one at a time, covered until answered, answered once."""

from __future__ import annotations

import re

import pytest

from accounts.models import OrganizationRecord
from lessons.course.content import course, lesson_of
from lessons.models import Answer, Attempt

pytestmark = pytest.mark.django_db
SLUG = "moving-changes-permissions"
ALL = f"/lessons/{SLUG}/questions/"
BELOW = f"{ALL}allow-below-deny/"
"""May an allow below a deny take it back? Right is the third choice; the second is belief M4."""


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_one_is_asked_at_a_time_and_then_the_next(client):
    ids = [question.id for question in lesson_of(SLUG).exercise.questions]

    for question_id in ids:
        assert client.get(ALL).url == f"{ALL}{question_id}/"
        client.post(f"{ALL}{question_id}/", {"choice": "1"})

    right = Answer.objects.filter(is_right=True).count()
    assert f"{right} of {len(ids)} questions answered right" in text_of(client.get(ALL))


def test_looking_at_a_question_keeps_nothing(client):
    assert client.get(BELOW).status_code == 200
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("lesson", [pytest.param(each, id=each.slug) for each in course()])
def test_nothing_in_the_page_gives_an_answer_away(client, lesson):
    for question in lesson.exercise.questions:
        page = client.get(f"/lessons/{lesson.slug}/questions/{question.id}/").content.decode()
        picture = page.partition('<section class="scene')[2].partition("</main>")[0]

        assert not re.search(r"\bv-(allow|deny|gap|depends)\b", picture)
        for choice in question.choices:
            assert not choice.because or choice.because not in page


def test_what_was_answered_is_told_kindly_and_explained_by_the_engine(client):
    page = client.post(BELOW, {"choice": "1"}, follow=True)

    told = text_of(page)
    assert "Your answer would be right if this were so:" in told
    assert "An allow further down takes a deny back." in told
    assert "No allow takes a deny back, wherever it stands." in told
    assert "Dev denies ec2:RunInstances by statement 1 of DenyEC2." in told
    answer = Answer.objects.get()
    assert (answer.choice, answer.is_right, answer.misconception) == (1, False, "M4")


def test_the_first_answer_stands(client):
    client.post(BELOW, {"choice": "1"})

    page = client.post(BELOW, {"choice": "2"}, follow=True)

    assert "Not so." in text_of(page)
    assert Answer.objects.get().choice == 1


def test_not_knowing_is_an_answer(client):
    page = client.post(BELOW, {"unknown": "1", "choice": "2"}, follow=True)

    assert "Now you know." in text_of(page)
    answer = Answer.objects.get()
    assert (answer.choice, answer.is_right, answer.misconception) == (None, False, "")


def test_of_several_right_ones_all_have_to_be_chosen(client):
    lesson, question = next(
        (lesson, question)
        for lesson in course()
        for question in lesson.exercise.questions
        if question.several
    )
    address = f"/lessons/{lesson.slug}/questions/{question.id}/"
    right = [str(number) for number, choice in enumerate(question.choices) if choice.is_right]

    assert "Choose all that are right" in text_of(client.get(address))
    client.post(address, {"choice": right})

    assert Answer.objects.get().is_right


@pytest.mark.parametrize(
    ("slug", "question", "chosen", "said"),
    [
        ("two-hierarchies", "which-tree", "0", "Partly right. You found 1 of 2 right answers."),
        ("two-hierarchies", "which-tree", "12", "1 of 2 right answers. 1 that you chose is not right."),
        (
            "why-many-accounts",
            "what-changes",
            "013",
            "found the right answer. 2 that you chose are not right.",
        ),
        ("two-hierarchies", "which-tree", "2", "Not so."),
    ],
)
def test_of_several_it_is_said_what_is_right_and_what_is_missing(client, slug, question, chosen, said):
    address = f"/lessons/{slug}/questions/{question}/"

    page = text_of(client.post(address, {"choice": list(chosen)}, follow=True))

    assert said in page
    assert ("Not chosen" in page) == (slug == "two-hierarchies" and said != "Not so.")


@pytest.mark.parametrize("choice", [[], ["9"], ["-1"], ["²"], ["x"], ["0", "1"], ["9" * 5000]])
def test_a_choice_that_there_is_not_is_refused(client, choice):
    response = client.post(BELOW, {"choice": choice})

    assert response.status_code == 422
    assert "Nothing is chosen yet" in text_of(response)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "address", ["/lessons/no-such/questions/", "/lessons/no-such/questions/x/", f"{ALL}no-such/"]
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_its_organization_opens_as_a_sandbox_when_it_is_answered(client):
    assert client.post(f"{BELOW}sandbox").url == BELOW
    client.post(BELOW, {"choice": "2"})

    page = client.post(f"{BELOW}sandbox", follow=True)

    assert "Why is ec2:RunInstances explicitly denied?" in text_of(page)
    assert OrganizationRecord.objects.filter(is_sandbox=True).count() == 1


def test_nobody_sees_what_others_answered(client, django_user_model):
    client.post(BELOW, {"choice": "1"})

    client.cookies.clear()

    assert "Your answer" in text_of(client.get(BELOW))
