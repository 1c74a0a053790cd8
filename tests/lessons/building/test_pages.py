"""What the pages of the builder do, keep and refuse."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import services, store
from accounts.organization.scenario import built_in, to_document
from lessons.building.drafts import editing
from lessons.course.lesson import Section
from lessons.models import BuiltExercise, Recording, Review
from tests.conftest import Server
from tests.lessons.building.world import (
    INTO_SANDBOX,
    STRAIGHT,
    Builder,
    attached,
    made,
    moved,
    text_of,
)
from tests.lessons.classroom.world import instructor

pytestmark = pytest.mark.django_db


def test_nothing_can_be_recorded_before_there_is_a_start(priya: Builder) -> None:
    exercise = priya.begin("scenario:acme-plain")
    assert priya.do(exercise, "solution", "record").status_code == 422
    assert not Recording.objects.exists()


def test_an_own_organization_is_taken_as_it_is_now(priya: Builder) -> None:
    visitor = priya.begin().start.visitor
    with priya.server.at_work():
        own = services.create_from_document(built_in("acme"), "Our company", visitor)[0]
    priya.do_in(own, moved("dev-1", "Dev", "Sandbox"))
    assert "Our company" in text_of(priya.browser.get(reverse("lessons:new_exercise")).content.decode())
    exercise = priya.begin(f"own:{own.public_id}")
    assert to_document(store.load(exercise.start)) == to_document(store.load(own))
    priya.do_in(own, moved("dev-1", "Sandbox", "Dev"))
    assert to_document(store.load(exercise.start)) != to_document(store.load(own))


def test_nothing_is_made_of_an_organization_of_somebody_else(priya: Builder, server: Server) -> None:
    theirs = Builder(server, instructor("tom")).begin().start
    answer = priya.post("new_exercise", begin=f"own:{theirs.public_id}")
    assert answer.status_code == 422
    assert "Choose what to begin with." in text_of(answer.content.decode())


def test_every_step_leads_to_the_next(priya: Builder) -> None:
    exercise = priya.solved()
    for step, then in (("start", "Solution"), ("hints", "Questions"), ("questions", "Cheats")):
        assert f"Next: {then}" in text_of(priya.see(exercise, step)), step


def test_every_cheat_that_is_refused_says_by_what_in_a_copied_lesson_too(priya: Builder) -> None:
    exercise = priya.begin()
    rows = priya.see(exercise, "cheats").partition("<tbody>")[2].partition("</tbody>")[0].split("<tr")[1:]
    assert len(rows) == 14
    assert all("“" in row for row in rows if "Refused" in row)


def test_an_empty_recording_is_no_solution(priya: Builder) -> None:
    exercise = priya.from_scratch()
    priya.do(exercise, "solution", "record")
    recording = Recording.objects.get()
    assert priya.do(exercise, "solution", "keep", recording=recording.pk).status_code == 422
    recording.refresh_from_db()
    assert not recording.is_kept


def test_a_recording_that_nobody_named_has_a_number_by_which_it_is_spoken_of(priya: Builder) -> None:
    exercise = priya.solved()
    assert [each.name for each in exercise.recordings.all()] == ["Solution 1", "Solution 2"]
    priya.do(exercise, "solution", "rename", recording=exercise.recordings.first().pk, name=" ")
    asked = {"who": "dev-3/role/Admin", "action": "s3:CreateBucket"}
    priya.see(exercise, "clauses")
    priya.do(exercise, "clauses", "ask", says="cannot", **asked)
    page = priya.see(exercise, "publish")
    assert "“Solution 1” does not meet: dev-3/role/Admin cannot <code>s3:CreateBucket</code>" in page


def test_what_was_undone_is_no_part_of_a_solution(priya: Builder) -> None:
    exercise = priya.from_scratch()
    recording = priya.show(exercise, *INTO_SANDBOX)
    with priya.server.at_work():
        services.undo(recording.organization, base_revision=None, visitor=recording.organization.visitor)
    priya.do_in(recording.organization, *STRAIGHT)
    assert "1 operation" in text_of(priya.see(exercise, "solution"))


def test_solutions_are_done_again_where_the_start_was_changed(priya: Builder) -> None:
    exercise = priya.begin()
    before = set(exercise.recordings.values_list("organization", flat=True))
    priya.do_in(exercise.start, attached("DenyEC2", "Sandbox"))
    assert "changed since it was the start" in text_of(priya.see(exercise, "solution"))
    priya.do(exercise, "start", "say")
    assert not before & set(exercise.recordings.values_list("organization", flat=True))
    assert "2 recorded" in text_of(priya.see(exercise, "solution"))


def test_a_solution_that_the_new_start_refuses_is_named_and_stays(priya: Builder) -> None:
    exercise = priya.begin()
    priya.do(exercise, "solution", "rename", recording=exercise.recordings.first().pk, name="Straight up")
    priya.do_in(exercise.start, moved("dev-3", "Dev", "Sandbox"))
    priya.do(exercise, "start", "say")
    page = text_of(priya.see(exercise, "solution"))
    assert "These no longer work there: Straight up" in page
    assert "2 no longer work" in page
    assert exercise.recordings.count() == 2


def test_weights_stay_even_until_somebody_weighs(priya: Builder) -> None:
    exercise = priya.solved()
    priya.see(exercise, "clauses")
    exercise.refresh_from_db()
    assert [each["weight"] for each in exercise.draft["clauses"]] == [34, 33, 33]
    priya.do(exercise, "clauses", "tick", proposal="not-under-dev-3-prod")
    exercise.refresh_from_db()
    assert [each["weight"] for each in exercise.draft["clauses"]] == [25, 25, 25, 25]
    first = exercise.draft["clauses"][0]["id"]
    priya.do(exercise, "clauses", "weight", clause=first, weight="70")
    priya.do(exercise, "clauses", "tick", proposal="not-under-dev-3-prod")
    exercise.refresh_from_db()
    assert [each["weight"] for each in exercise.draft["clauses"]] == [70, 25, 25]
    for weight in ("", "0", "101", "²", "9" * 5000):
        answer = priya.do(exercise, "clauses", "weight", clause=first, weight=weight)
        assert answer.status_code == 422, weight


def test_a_request_can_be_asked_and_becomes_a_clause(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"who": "dev-3/role/Admin", "action": "ec2:RunInstances"}
    page = text_of(priya.see(exercise, "clauses", **asked))
    assert "At the start: Explicitly denied" in page
    assert "After solution 1: Allowed" in page
    priya.do(exercise, "clauses", "ask", says="cannot", who="dev-1/role/Admin", action="ec2:RunInstances")
    exercise.refresh_from_db()
    assert exercise.draft["clauses"][-1]["goal"] == {
        "not": {"can": ["{{dev-1}}/role/Admin", "ec2:RunInstances"]}
    }


def test_a_goal_that_is_none_is_refused_with_its_place(priya: Builder) -> None:
    exercise = priya.begin()
    for goal in ("", "{", "[]", '{"can": ["x"]}', '{"nonsense": 1}', "[" * 5000):
        answer = priya.do(exercise, "clauses", "write", text="my own", goal=goal)
        assert answer.status_code == 422, goal
        assert "<code>" in answer.content.decode().partition('id="problems"')[2].partition("</ul>")[0]


def test_the_sixty_first_clause_is_refused_and_not_dropped_in_silence(priya: Builder) -> None:
    exercise = priya.begin()
    goal = json.dumps({"parent": "{{dev-3}}", "equals": "{{Workloads}}"})
    with editing(exercise) as draft:
        draft["clauses"] = [{**draft["clauses"][0], "id": f"goal-{number}"} for number in range(60)]
    answer = priya.do(exercise, "clauses", "write", text="one more", goal=goal)
    assert answer.status_code == 422
    assert "Take one out first." in text_of(answer.content.decode())


def test_a_null_character_which_postgresql_cannot_keep_is_a_bad_request(priya: Builder) -> None:
    exercise = priya.begin()
    for step, do, what in (("start", "rename", "title"), ("hints", "hint", "text")):
        assert priya.do(exercise, step, do, number="0", **{what: "a\x00b"}).status_code == 400, do
    assert priya.post("new_exercise", begin="own:\x00").status_code == 400


TYPED = ("x" * 10_000, "\u0634\u0631\u062d \u202edev-3", "`" * 3000, "[" * 8000, "}}{{id x}}")


def test_whatever_is_typed_can_be_read_previewed_exported_and_brought_back(priya: Builder) -> None:
    exercise = priya.begin()
    priya.do(exercise, "start", "rename", title=TYPED[1])
    for section, text in zip(Section, TYPED, strict=False):
        priya.do(exercise, "hints", "text", section=section.value, heading=text, markdown=text)
    for number in range(3):
        priya.do(exercise, "hints", "hint", number=str(number), text=TYPED[number + 1])
    assert priya.post("preview_exercise", exercise.public_id).status_code == 302
    exported = priya.browser.get(reverse("lessons:export_exercise", args=[exercise.public_id]))
    copy = priya.begin("file", files=[SimpleUploadedFile("exercise.zip", exported.content)])
    exercise.refresh_from_db()
    for member in ("texts", "hints", "clauses", "questions"):
        assert copy.draft[member] == exercise.draft[member], member


def test_no_markup_and_no_script_of_an_instructor_reaches_a_learner(priya: Builder) -> None:
    exercise = priya.begin()
    text = "[a](javascript:alert(1)) <img src=x onerror=alert(1)> ![p](https://example.com/y.png) **bold**"
    for section in ("read", "do"):
        priya.do(exercise, "hints", "text", section=section, markdown=text)
    preview = priya.post("preview_exercise", exercise.public_id)
    page = priya.browser.get(preview.url).content.decode()
    assert "<strong>bold</strong>" in page
    for nowhere in ('href="javascript:', "<img"):
        assert nowhere not in page, nowhere


def test_hints_that_are_empty_or_alike_keep_nobody_from_publishing(priya: Builder) -> None:
    exercise = priya.begin()
    for number, text in enumerate(("", "Look higher up.", "", "Look higher up.")):
        priya.do(exercise, "hints", "hint", number=str(number), text=text)
    assert "What is left" not in priya.see(exercise, "publish")
    priya.do(exercise, "publish", "publish")
    assert exercise.newest.document["hints"] == ["Look higher up."]


def test_a_goal_can_be_written(priya: Builder) -> None:
    exercise = priya.begin()
    goal = {"parent": "{{dev-3}}", "equals": "{{Workloads}}"}
    priya.do(exercise, "clauses", "write", text="dev-3 is straight under Workloads", goal=json.dumps(goal))
    exercise.refresh_from_db()
    last = exercise.draft["clauses"][-1]
    assert (last["goal"], last["text"]) == (goal, "{{dev-3}} is straight under {{Workloads}}")


def test_two_windows_do_not_undo_each_other(priya: Builder) -> None:
    exercise = priya.begin()
    priya.do(exercise, "hints", "hint", number="0", text="Where?")
    priya.do(exercise, "hints", "text", section="do", markdown="Do it.")
    priya.do(exercise, "hints", "text", section="do", heading="Now")
    exercise.refresh_from_db()
    assert exercise.draft["hints"][0] == "Where?"
    assert exercise.draft["texts"]["do"] == {"heading": "Now", "markdown": "Do it."}


def test_the_engine_answers_a_question_and_believers_answer_otherwise(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"who": "sbx-1/role/Admin", "action": "ec2:RunInstances", "what": "sbx-1", "where": "Dev"}
    priya.do(exercise, "questions", "add", kind="predictions", **asked)
    exercise.refresh_from_db()
    question = exercise.draft["predictions"][-1]["question"]
    right = [each["value"] for each in question["choices"] if each.get("right")]
    assert right == ["explicit_deny"]
    assert any("misconception" in each for each in question["choices"])
    assert "What is left" not in priya.see(exercise, "publish")


def asked_in(exercise: BuiltExercise) -> dict[str, object]:
    exercise.refresh_from_db()
    return exercise.draft["questions"][-1]


def test_a_question_is_answered_yes_or_no_and_believers_say_the_other(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"form": "can", "who": "sbx-1/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="questions", what="sbx-1", where="Dev", **asked)
    question = asked_in(exercise)
    yes, no = question["choices"]
    assert question["answer"] == {"can": ["{{sbx-1}}/role/Admin", "ec2:RunInstances"]}
    assert (yes["value"], no["value"], "right" in yes, no["right"]) == ("yes", "no", False, True)
    assert "misconception" in yes
    assert all(each["because"] for each in (yes, no))
    assert "What is left" not in priya.see(exercise, "publish")


def test_what_a_policy_no_longer_does_can_be_asked(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"form": "can", "who": "dev-1/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="questions", what="detach:DenyEC2", where="Dev", **asked)
    question = asked_in(exercise)
    assert question["ask"].startswith("{{DenyEC2}} is detached from {{Dev}}.")
    assert [each["value"] for each in question["choices"] if each.get("right")] == ["yes"]


def test_a_question_on_a_resource_is_asked_about_that_resource(priya: Builder) -> None:
    exercise = priya.begin("lesson:resource-based-policies")
    asked = {"form": "can", "who": "dev-1/role/Admin", "action": "s3:GetObject"}
    for resource, right in (("notes/monday.txt", "yes"), ("reports/2026/october.csv", "no")):
        on = f"arn:aws:s3:::{resource}"
        priya.do(exercise, "questions", "add", kind="questions", on=on, **asked)
        question = asked_in(exercise)
        assert question["answer"]["on"] == on
        assert [each["value"] for each in question["choices"] if each.get("right")] == [right], resource


def test_the_units_in_which_it_is_allowed_are_several_choices(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"form": "where", "who": "dev-3/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="questions", **asked)
    question = asked_in(exercise)
    right = {each["text"] for each in question["choices"] if each.get("right")}
    assert right == {"{{Root}}", "{{Security}}", "{{Workloads}}", "{{Prod}}", "{{Sandbox}}"}
    assert {each["text"] for each in question["choices"]} - right == {"{{Dev}}"}
    assert all(each["because"] for each in question["choices"])
    assert "What is left" not in priya.see(exercise, "publish")
    priya.do_in(exercise.start, attached("DenyEC2", "Sandbox"))
    priya.do(exercise, "start", "say")
    sandbox = next(each for each in asked_in(exercise)["choices"] if each["text"] == "{{Sandbox}}")
    assert "right" not in sandbox
    assert not sandbox["because"], "its reason was for the other answer"


def test_several_choices_are_asked_afterwards_and_only_where_they_differ(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"form": "where", "who": "dev-3/role/Admin", "action": "ec2:RunInstances"}
    assert priya.do(exercise, "questions", "add", kind="predictions", **asked).status_code == 422
    asked["action"] = "organizations:DescribeOrganization"
    asked["who"] = "mgmt/role/Admin"
    assert priya.do(exercise, "questions", "add", kind="questions", **asked).status_code == 422


def test_another_start_changes_what_is_right(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"who": "dev-1/role/Admin", "action": "ec2:RunInstances"}
    priya.do(exercise, "questions", "add", kind="questions", **asked)
    priya.do_in(exercise.start, moved("dev-1", "Dev", "Sandbox"))
    priya.do(exercise, "start", "say")
    exercise.refresh_from_db()
    right = [each["value"] for each in exercise.draft["questions"][-1]["choices"] if each.get("right")]
    assert right == ["allowed"]


def test_what_aws_refuses_is_no_question(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"who": "dev-1/role/Admin", "action": "ec2:RunInstances", "what": "dev-1", "where": "Dev"}
    assert priya.do(exercise, "questions", "add", kind="questions", **asked).status_code == 422


def test_what_was_typed_of_a_question_that_cannot_be_asked_stays(priya: Builder) -> None:
    exercise = priya.begin()
    asked = {"who": "dev-1/role/Admin", "action": "ec2:RunInstance", "form": "can", "what": "detach:DenyEC2"}
    page = priya.do(exercise, "questions", "add", kind="questions", **asked).content.decode()
    for kept in (
        'value="ec2:RunInstance"',
        "<option selected>dev-1/role/Admin</option>",
        '<option value="can" selected>',
        '<option value="detach:DenyEC2" selected>',
    ):
        assert kept in page


def test_a_cheat_that_gets_through_is_shown_and_published_only_on_request(priya: Builder) -> None:
    exercise = priya.solved()
    priya.see(exercise, "clauses")
    exercise.refresh_from_db()
    for clause in exercise.draft["clauses"][1:]:
        priya.do(exercise, "clauses", "remove", clause=clause["id"])
    page = priya.see(exercise, "cheats")
    assert "solves your exercise" in text_of(page)
    assert priya.do(exercise, "publish", "publish").status_code == 422
    priya.do(exercise, "publish", "publish", all_the_same="on")
    assert exercise.newest.checked["passing"]
    proposal = page.partition('name="proposal" value="')[2].partition('"')[0]
    before = text_of(page).count("solves your exercise")
    priya.do(exercise, "cheats", "add", proposal=proposal)
    assert text_of(priya.see(exercise, "cheats")).count("solves your exercise") < before


def test_an_own_cheat_that_gets_through_stops_publishing(priya: Builder) -> None:
    exercise = priya.begin()
    priya.show(exercise, *STRAIGHT, made("Lab", "Workloads"), cheat="yes")
    assert "meets every clause" in text_of(priya.see(exercise, "cheats"))
    assert priya.do(exercise, "publish", "publish").status_code == 422


def test_a_cheat_that_came_with_a_lesson_can_be_taken_out(priya: Builder) -> None:
    exercise = priya.begin()
    first, *others = exercise.draft["cheats"]
    priya.do(exercise, "cheats", "drop", name=first["name"])
    exercise.refresh_from_db()
    assert exercise.draft["cheats"] == others


def test_a_version_never_changes(priya: Builder) -> None:
    exercise = priya.begin()
    priya.do(exercise, "publish", "publish")
    priya.see(exercise, "publish")
    priya.do(exercise, "publish", "publish")
    first = exercise.versions.last()
    priya.do(exercise, "hints", "text", section="do", markdown="Other words.")
    priya.do(exercise, "publish", "publish")
    assert exercise.newest.number == first.number + 1
    assert "Other words." not in exercise.versions.last().markdown


def test_answers_in_a_preview_show_no_belief(priya: Builder) -> None:
    exercise = priya.begin()
    answer = priya.post("preview_exercise", exercise.public_id)
    public_id = answer.url.split("/")[2]
    priya.post("go_on", public_id, **{"from": "read"})
    priya.post("predict", public_id, question="move-sandbox", choice="0")
    assert not Review.objects.exists()


def test_another_instructor_copies_by_the_link_alone(priya: Builder, server: Server) -> None:
    exercise = priya.begin()
    priya.do(exercise, "publish", "publish")
    page = priya.browser.post(f"/teach/exercises/{exercise.public_id}/act", {"do": "share"}, follow=True)
    link = page.content.decode().partition("/teach/exercises/shared/")[2].partition("/")[0]
    assert f'data-copy="http://testserver/teach/exercises/shared/{link}/"' in page.content.decode()
    other = Builder(server, instructor("tom"))
    assert other.browser.get(f"/teach/exercises/{exercise.public_id}/start/").status_code == 404
    other.post("shared_exercise", link)
    copy = BuiltExercise.objects.get(owner=other.user)
    assert copy.copied_from == exercise
    assert copy.recordings.count() == 2
    priya.post("exercise_act", exercise.public_id, do="stop-sharing")
    assert other.browser.get(f"/teach/exercises/shared/{link}/").status_code == 404


def test_a_duplicate_has_everything_and_is_another(priya: Builder) -> None:
    exercise = priya.begin()
    priya.post("exercise_act", exercise.public_id, do="duplicate")
    copy = BuiltExercise.objects.latest("pk")
    assert copy.title == "GPU for a week (copy)"
    assert copy.recordings.count() == 2
    assert copy.draft["clauses"] == exercise.draft["clauses"]
    priya.post("exercise_act", exercise.public_id, do="delete")
    assert "2 recorded" in text_of(priya.see(copy, "solution"))
