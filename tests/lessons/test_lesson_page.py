"""A lesson beside the tree: read, predict, see, do, check."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts import history, services, store
from accounts.models import Event, OrganizationRecord
from lessons import attempts
from lessons.course.case import play
from lessons.models import Answer, Attempt, Replay, Step

pytestmark = pytest.mark.django_db
SLUG = "moving-changes-permissions"
NO, YES, DEV, WORKLOADS = "1", "0", "2", "1"
VERDICTS = ("v-allow", "v-deny", "v-gap", "v-depends", "data-allowed", "data-gained", " pass<")


@pytest.fixture
def attempt(client) -> Attempt:
    """Just begun."""
    client.get(f"/lessons/{SLUG}/")
    return Attempt.objects.get()


@pytest.fixture
def predicting(attempt) -> Attempt:
    return at(attempt, Step.PREDICT)


@pytest.fixture
def doing(attempt) -> Attempt:
    return at(attempt, Step.DO)


def at(attempt: Attempt, step: Step) -> Attempt:
    attempt.step = step
    attempt.save()
    return attempt


def post(client: Client, attempt: Attempt, what: str, **data: str):
    return client.post(f"/attempts/{attempt.organization.public_id}/{what}", data)


def predict(client: Client, attempt: Attempt, choice: str = NO, **then: str):
    return post(client, attempt, "predict", question="move-sandbox", choice=choice, **then)


def page(client: Client, attempt: Attempt, query: str = "", path: str = "") -> str:
    """Its live part: the rest holds the icons of every verdict."""
    address = f"/s/{attempt.organization.public_id}/{path}?{query}"
    response = client.get(address, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html.replace("<", " <")))


def id_of(attempt: Attempt, name: str) -> str:
    return attempts.case_of(attempt.organization).names.account(name).id


def move(attempt: Attempt, account: str, source: str, destination: str) -> None:
    names = attempts.case_of(attempt.organization).names
    services.perform(
        attempt.organization,
        "organizations.move_account",
        base_revision=None,
        visitor=attempt.visitor,
        account_id=names.account(account).id,
        source_parent_id=names.node(source),
        destination_parent_id=names.node(destination),
    )
    attempt.refresh_from_db()


class TestRead:
    def test_the_text_stands_beside_the_tree(self, client, attempt):
        shown = page(client, attempt)

        assert "Limits belong to places, not to accounts" in shown
        assert "<strong>all</strong>" in shown
        assert "8 minutes" in shown
        assert "Lesson 7 of" in words(shown)
        assert "Start over" in shown

    def test_a_link_at_the_top_skips_to_it(self, client, attempt):
        html = client.get(f"/s/{attempt.organization.public_id}/").content.decode()
        assert '<a class="skip" href="#task">' in html
        assert 'href="#task"' not in client.get("/sandbox/", follow=True).content.decode()

    def test_it_can_be_read_again_during_the_task(self, client, doing):
        assert "Limits belong to places" in page(client, doing, "beside=read")

    def test_a_step_that_was_not_reached_is_not_shown(self, client, attempt):
        assert "Limits belong to places" in page(client, attempt, "beside=check")

    def test_going_on_leads_to_the_prediction_in_the_organization_as_it_began(self, client, attempt):
        move(attempt, "dev-3", "Dev", "Prod")

        post(client, attempt, "go-on", **{"from": "read"})

        attempt.refresh_from_db()
        assert attempt.step == Step.PREDICT
        assert attempts.case_of(attempt.organization).steps == ()


class TestPredict:
    def test_nothing_gives_the_verdicts_away(self, client, predicting):
        for query in ("", "drawer=explain", "drawer=everybody", "tab=services&shape=outline"):
            shown = page(client, predicting, query)

            assert "Verdicts are covered until you answer" in shown
            assert [word for word in VERDICTS if word in shown] == []
            assert "denied" not in words(shown)

    def test_the_policies_can_be_read(self, client, predicting):
        shown = words(page(client, predicting))

        assert "DenyEC2 at Dev" in shown
        assert "&quot;ec2:*&quot;" in shown
        assert "FullAWSAccess at" not in shown

    def test_pages_that_could_lead_back(self, client, predicting):
        base = f"/s/{predicting.organization.public_id}/"
        pages = """preview what-would find?words=dev destinations dialogs/policies history compare r/0/
            effective-policies settings billing exchange policies/new export/scenario.json"""
        account = f"accounts/{id_of(predicting, 'dev-1')}/"

        for path in [*pages.split(), account]:
            response = client.get(base + path)
            assert (path, response.status_code, response.headers.get("Location")) == (path, 302, base)

    def test_a_part_of_a_page_leads_back_whole(self, client, predicting):
        base = f"/s/{predicting.organization.public_id}/"

        response = client.get(base + "dialogs/policies", headers={"HX-Request": "true"})

        assert response["HX-Redirect"] == base

    def test_nothing_is_done_by_hand(self, client, predicting):
        for op in ("reset", "undo", "organizations.move_account"):
            response = client.post(f"/s/{predicting.organization.public_id}/ops", {"op": op})

            assert response.status_code == 422
            assert "First say what you expect" in response.content.decode()
        assert not Event.objects.exists()

    def test_the_answer_is_kept_and_then_it_happens(self, client, predicting):
        predict(client, predicting, NO, then=WORKLOADS)

        predicting.refresh_from_db()
        assert predicting.step == Step.SEE
        kept = Answer.objects.values_list("kind", "question", "choice", "is_right")
        assert list(kept) == [
            ("prediction", "move-sandbox", 1, True),
            ("prediction", "which-level", 1, False),
        ]
        organization = store.load(predicting.organization)
        assert organization.name_of(organization.accounts[id_of(predicting, "sbx-1")].parent_id) == "Dev"

    def test_a_belief_that_shows_is_noted(self, client, predicting):
        predict(client, predicting, YES)

        assert Answer.objects.get().misconception == "M7"

    def test_a_changed_mind_is_kept(self, client, predicting):
        predict(client, predicting, NO, first=YES)

        answer = Answer.objects.get()
        assert (answer.first_choice, answer.choice, answer.changed_mind) == (0, 1, True)

    def test_after_a_yes_nothing_is_asked_about_what_stops_it(self, client, predicting):
        shown = page(client, predicting)

        assert shown.count("leads-on") == 1
        predict(client, predicting, YES, then=WORKLOADS)
        assert [answer.question for answer in Answer.objects.all()] == ["move-sandbox"]

    def test_after_a_yes_something_else_is_asked_all_the_same(self, client):
        client.get("/lessons/tag-policies-and-delegation/")
        predicting = at(Attempt.objects.get(), Step.PREDICT)

        assert page(client, predicting).count("leads-on") == 2

    def test_it_may_be_about_somebody_who_is_not_there_yet(self, client, predicting):
        question = predicting.document["predictions"][0]["question"]
        question["operations"] = [
            {
                "operation": "iam.create_user",
                "parameters": {"account_id": "{{id sbx-1}}", "user_name": "new"},
            }
        ]
        question["answer"] = {"can": ["sbx-1/user/new", "s3:GetObject"]}
        question["look"] = {
            "account": "sbx-1",
            "principal": "user/new",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::of-{{id sbx-1}}/a",
        }
        predicting.save()

        assert client.get(f"/lessons/{SLUG}/", follow=True).status_code == 200
        predict(client, predicting, NO)

        address = client.get(f"/lessons/{SLUG}/").url
        assert f"of-{id_of(predicting, 'sbx-1')}/a" in address
        assert "As you said." in words(page(client, predicting))

    def test_what_is_no_choice_is_refused(self, client, predicting):
        for data in ({}, {"choice": ""}, {"choice": "2"}, {"choice": "-1"}, {"choice": "1", "then": "4"}):
            response = post(client, predicting, "predict", question="move-sandbox", **data)

            assert response.status_code == 422
        assert not Answer.objects.exists()
        assert not Event.objects.exists()

    def test_another_question_is_out_of_step(self, client, predicting):
        response = post(client, predicting, "predict", question="which-level", choice="2")

        assert response.status_code == 409
        assert not Answer.objects.exists()

    def test_answering_twice_is_out_of_step(self, client, predicting):
        predict(client, predicting, NO)

        assert predict(client, predicting, YES).status_code == 409
        assert Answer.objects.get().choice == 1


class TestSee:
    def test_what_was_said_stands_beside_what_happened(self, client, predicting):
        predict(client, predicting, NO, then=WORKLOADS)
        shown = words(page(client, predicting))

        assert "You predicted No Workloads" in shown
        assert "As you said, but for another reason." in shown
        assert "statement 1 of the SCP DenyEC2 at Dev denies it" in shown

    def test_the_numbers_are_those_of_the_catalogue(self, client, predicting):
        predict(client, predicting, YES)
        shown = words(page(client, predicting))

        assert "Not as you said." in shown
        assert "−826 DenyEC2 at Dev" in shown
        assert "of 22,091 actions allowed to sbx-1/role/Admin" in shown

    def test_the_task_begins_where_the_exercise_does_with_nothing_to_undo(self, client, predicting):
        predict(client, predicting)
        post(client, predicting, "go-on", **{"from": "see"})

        record = OrganizationRecord.objects.get(attempt=predicting)
        assert record.attempt.step == Step.DO
        assert attempts.case_of(record).steps == ()
        assert not history.can_undo(record)
        assert not history.can_redo(record)

    def test_it_can_be_seen_again_later(self, client, predicting):
        predict(client, predicting)
        post(client, predicting, "go-on", **{"from": "see"})
        shown = words(page(client, predicting, "beside=see"))

        assert "What happened" in shown
        assert "Now the task" not in shown


class TestDo:
    def test_an_open_goal_leads_to_the_request_that_speaks_against_it(self, client, doing):
        shown = page(client, doing)
        link = re.search(r'href="([^"]+)" id="why-launches"', shown)[1].replace("&amp;", "&")

        assert "not yet" in shown
        explained = client.get(link).content.decode()
        assert 'id="explain"' in explained
        assert "DenyEC2" in explained

    def test_a_goal_that_held_and_holds_no_more_is_broken(self, client, doing):
        move(doing, "dev-3", "Dev", "Sandbox")
        shown = page(client, doing)

        assert re.search(r'<li class="broken" id="goal-stays">', shown)
        assert re.search(r'<li class="met" id="goal-launches">', shown)

    def test_hints_are_opened_one_by_one(self, client, doing):
        assert post(client, doing, "hint", number="2").status_code == 409
        assert "hangs one level higher" not in page(client, doing)
        for number in "1234":
            post(client, doing, "hint", number=number)
        shown = words(page(client, doing))

        doing.refresh_from_db()
        assert doing.hints == 4
        assert "hangs one level higher" in shown
        assert "First open goal: dev-3 can launch servers ec2:RunInstances" in shown
        assert "stops at Dev: DenyEC2" in shown
        assert post(client, doing, "hint", number="5").status_code == 409

    def test_what_would_change_it_is_told_when_it_is_solved(self, client, doing):
        query = f"at={id_of(doing, 'dev-1')}&drawer=explain"
        address = f"/s/{doing.organization.public_id}/what-would?{query}"

        assert client.get(address).status_code == 404
        assert "what-would" not in page(client, doing, query)
        move(doing, "dev-3", "Dev", "Workloads")
        assert client.get(address).status_code == 200
        assert "what-would" in page(client, doing, query)

    def test_the_goals_stand_inside_an_account_too(self, client, doing):
        shown = page(client, doing, path=f"accounts/{id_of(doing, 'dev-3')}/")

        assert 'id="goal-launches"' in shown
        assert "Back to the lesson" in shown

    def test_and_on_the_other_pages(self, client, doing):
        for path in ("billing", "settings", "effective-policies"):
            assert 'id="goal-launches"' in page(client, doing, path=path)

    def test_whatever_is_done_to_what_it_speaks_of_it_can_be_looked_at(self, client, doing):
        for name in ("dev-3", "sbx-1"):
            services.perform(
                doing.organization,
                "organizations.close_account",
                base_revision=None,
                visitor=doing.visitor,
                account_id=id_of(doing, name),
            )

        assert 'id="goal-launches"' in page(client, doing)
        assert client.get(f"/lessons/{SLUG}/", follow=True).status_code == 200


class TestSolution:
    def test_it_plays_on_a_copy_and_makes_the_attempt_assisted(self, client, doing):
        response = post(client, doing, "reveal", solution="1")

        replay = Replay.objects.get()
        copy = f"/s/{replay.organization.public_id}/"
        assert response["Location"] == copy
        shown = words(client.get(copy).content.decode())
        assert "aws organizations create-organizational-unit" in shown
        assert "GPU was created in Workloads." in shown
        for _ in range(3):
            client.post(f"/replays/{replay.organization.public_id}/play")

        doing.refresh_from_db()
        assert doing.assisted
        assert attempts.case_of(doing.organization).steps == ()
        case = attempts.case_of(OrganizationRecord.objects.get(replay=replay))
        assert case.present.name_of(case.names.account("dev-3").parent_id) == "GPU"

    def test_a_step_can_be_taken_back(self, client, doing):
        post(client, doing, "reveal", solution="0")
        replay = Replay.objects.get()
        for data in ({}, {"back": "yes"}, {"back": "yes"}):
            assert client.post(f"/replays/{replay.organization.public_id}/play", data).status_code == 302

        assert attempts.case_of(OrganizationRecord.objects.get(replay=replay)).steps == ()

    def test_nothing_else_is_done_in_the_copy(self, client, doing):
        post(client, doing, "reveal", solution="0")
        address = f"/s/{Replay.objects.get().organization.public_id}/ops"

        assert client.post(address, {"op": "undo"}).status_code == 422

    def test_who_solves_it_afterwards_is_not_congratulated(self, client, doing):
        post(client, doing, "reveal", solution="0")
        move(doing, "dev-3", "Dev", "Workloads")
        shown = page(client, doing)

        assert "Solved, assisted" in shown
        assert "Solved, unaided" not in shown
        assert "celebrates" not in shown

    def test_seen_after_solving_it_takes_nothing_away(self, client, doing):
        move(doing, "dev-3", "Dev", "Workloads")
        post(client, doing, "reveal", solution="1")

        doing.refresh_from_db()
        assert doing.is_unaided

    def test_there_is_no_other(self, client, doing):
        for solution in ("2", "", "-1", "x"):
            assert post(client, doing, "reveal", solution=solution).status_code == 409
        assert not Replay.objects.exists()

    def test_not_before_the_task(self, client, attempt):
        assert post(client, attempt, "reveal", solution="0").status_code == 409


class TestCheck:
    def test_solving_shows_what_it_came_to(self, client, doing):
        move(doing, "dev-3", "Dev", "Workloads")
        shown = page(client, doing)

        assert doing.step == Step.CHECK
        assert "celebrates" in shown
        for said in ("Solved, unaided", "5 of 5 goals", "Operations 1 par 1", "+826 actions", "Score 100 %"):
            assert said in words(shown)
        assert "A new unit under Workloads" in shown
        assert "Straight under Workloads" not in shown

    def test_it_is_celebrated_once(self, client, doing):
        move(doing, "dev-3", "Dev", "Workloads")
        move(doing, "newco", "Root", "Sandbox")

        assert "celebrates" not in page(client, doing)

    def test_the_state_can_be_taken_into_a_sandbox(self, client, doing):
        move(doing, "dev-3", "Dev", "Workloads")

        response = post(client, doing, "sandbox")

        made = OrganizationRecord.objects.get(public_id=response["Location"].split("/")[2])
        assert made.is_sandbox
        organization = store.load(made)
        (moved,) = (each for each in organization.accounts.values() if each.name == "dev-3")
        assert organization.name_of(moved.parent_id) == "Workloads"

    def test_once_more_begins_another_attempt(self, client, doing):
        client.post(f"/lessons/{SLUG}/begin")

        assert [each.step for each in Attempt.objects.all()] == [Step.READ, Step.DO]

    def test_the_summary_is_there_for_anybody(self, client):
        shown = client.get(f"/lessons/{SLUG}/summary").content.decode()

        assert shown.count("<li>") >= 5
        assert not Attempt.objects.exists()


class TestOthers:
    def test_somebody_elses_attempt_is_not_there(self, attempt):
        stranger = Client()
        stranger.get("/")

        for what in ("go-on", "predict", "hint", "reveal", "sandbox"):
            assert post(stranger, attempt, what, **{"from": "read"}).status_code == 404
        attempt.refresh_from_db()
        assert attempt.step == Step.READ

    def test_nor_is_a_replay(self, client, doing):
        post(client, doing, "reveal", solution="0")

        address = f"/replays/{Replay.objects.get().organization.public_id}/play"
        assert Client().post(address).status_code == 404

    def test_no_step_is_left_out(self, client, attempt):
        for step in ("", "predict", "see", "do", "check", "nowhere"):
            assert post(client, attempt, "go-on", **{"from": step}).status_code == 409

        attempt.refresh_from_db()
        assert attempt.step == Step.READ


def test_every_solution_solves_by_the_page_what_it_solves_by_itself(client, doing):
    exercise = attempts.exercise_of(doing)
    case = attempts.case_of(doing.organization)
    for done in play(case, exercise.solutions[1].actions, doing.organization.seed).steps:
        data = {"op": done.operation, **done.parameters}
        if done.operation == "organizations.move_account":
            doing.organization.refresh_from_db()
            data["destination_parent_id"] = attempts.case_of(doing.organization).names.node("GPU")
        client.post(f"/s/{doing.organization.public_id}/ops", data)

    doing.refresh_from_db()
    assert doing.is_unaided
