"""Questions about a resource, and as a session, on the pages of the sandbox."""

import json
import re

import pytest
from django.urls import reverse

from accounts import store
from policies.catalogue import catalogue

pytestmark = pytest.mark.django_db

LOGS = "arn:aws:s3:::acme-logs/x"
TOTALS = ("allowed", "depends", "denied", "not-allowed")
AUDIT, LOG, PROD = "410987653301", "410987653302", "310987652201"
ONLY_S3 = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
)


@pytest.fixture
def ask(client, acme):
    def get(at=AUDIT, name="organization", **view):
        where = [acme.public_id] if name == "organization" else [acme.public_id, at]
        view = {"at": at, "as": "role/Admin", "action": "s3:GetObject", **view}
        return client.get(reverse(f"accounts:{name}", args=where), view).content.decode()

    return get


def test_the_resources_there_are_can_be_chosen(ask):
    page = ask()

    assert '<option value="arn:aws:s3:::acme-logs"></option>' in page
    assert '<option value="arn:aws:sqs:eu-west-1:210987651101:jobs"></option>' in page


def test_every_account_is_asked_about_the_one_resource(ask):
    """The bucket lets its own account and audit read; of others nobody may."""
    page = ask(on=LOGS)

    allowed = [
        name for name in ("audit", "log", "dev-1", "sbx-1") if f'aria-label="{name}, account, allowed' in page
    ]
    assert allowed == ["audit", "log"]
    assert f"on <code>{LOGS}</code> passes every gate" in page


def test_the_totals_count_what_requests_can_name_the_resource_with(ask):
    universe = catalogue().universe
    naming = universe.naming(LOGS).bit_count()

    page = ask(on=LOGS)

    assert f'data-total="{naming}"' in page
    assert "actions that can name this resource" in page
    totals = [int(re.search(f'data-{name}="(\\d+)"', page)[1]) for name in TOTALS]
    assert sum(totals) == naming
    for tab in ("services", "search", "changed"):
        assert f'data-total="{naming}"' in ask(on=LOGS, tab=tab, find="s3:Get*")


def test_of_a_key_that_nobody_can_use_it_is_said(client, acme, ask):
    key = next(arn for arn in store.load(acme).accounts[PROD].resources if ":kms:" in arn)
    asked = {"at": PROD, "action": "kms:Decrypt", "on": key}
    operate = reverse("accounts:operate", args=[acme.public_id])
    said = "nobody can use it, whatever policies allow"

    assert said not in ask(**asked)
    client.post(operate, {"op": "kms.disable_key", "account_id": PROD, "key_id": key})
    assert f"This key is disabled: {said}." in ask(**asked)
    client.post(operate, {"op": "kms.schedule_key_deletion", "account_id": PROD, "key_id": key})
    assert f"This key waits for its deletion: {said}." in ask(**asked)


def test_the_explanation_shows_the_policy_of_the_resource(ask):
    drawer = ask(at=PROD, on=LOGS, drawer="explain")

    assert f"on {LOGS}" in drawer
    assert "policy of the resource</b>" in drawer
    assert "AuditReads" in drawer


def test_inside_an_account_the_question_is_about_it_too(ask):
    assert "stops at the policy of the resource" in ask(at=PROD, name="account", on=LOGS)


@pytest.mark.parametrize("on", ["no ARN", "arn:aws:sqs:eu-west-1:210987651101:jobs"])
def test_what_the_action_cannot_name_is_said_and_left_out(ask, on):
    page = ask(on=on)

    assert 'id="problem-on"' in page
    assert "passes every gate" in page


class TestSessions:
    def test_a_session_policy_limits_what_the_page_counts(self, ask):
        page = ask(session="s1", session_policy=ONLY_S3, action="sqs:ListQueues")

        assert "stops at the session policy: nothing allows it" in page
        assert "s1, limited" in page

    def test_the_drawer_names_the_session(self, ask):
        drawer = ask(session="s1", action="organizations:LeaveOrganization", drawer="explain")

        assert "assumed-role/Admin/s1" in drawer

    def test_who_may_not_assume_the_role_gets_no_session(self, ask):
        page = ask(session="s1", assumed_by="dev-1/user/john")

        assert "user/john may not assume Admin: sts:AssumeRole stops at" in page
        assert "<b>any</b>" in page.partition('id="chip-session"')[2].partition("</summary>")[0]

    def test_in_a_chain_everybody_has_to_be_let_in(self, ask):
        page = ask(session="s1", assumed_by="dev-1/user/john, role/Admin")

        assert "user/john may not assume Admin: sts:AssumeRole stops at" in page

    def test_a_chain_goes_on_from_role_to_role_with_its_transitive_tags(self, ask):
        page = ask(session="s1", assumed_by="role/Admin, role/Admin")
        tagged = ask(session="s1", assumed_by="role/Admin, role/Admin", transitive="team=net")
        again = ask(session="s1", assumed_by="role/Admin, role/Admin", transitive="team=net", tags="Team=web")

        assert 'id="problem-session"' not in page
        # To pass a tag takes more than to assume the role, and acme's trust policies do not grant it.
        assert "role/Admin may not assume Admin: sts:TagSession stops at" in tagged
        assert "The session inherits Team, and AWS lets nobody pass it again." in again

    def test_who_may_assume_it_does(self, ask):
        page = ask(session="s1", assumed_by="role/Admin")

        assert 'id="problem-session"' not in page
        assert "<b>s1</b>" in page

    @pytest.mark.parametrize(
        "said",
        [
            {"session": "a b"},
            {"session_policy": "{"},
            {"assumed_by": "user/nobody"},
            {"assumed_by": "nowhere/user/john"},
            {"assumed_by": "root user"},
            {"assumed_by": "role/Admin, user/john"},
            {"assumed_by": ",".join(["role/Admin"] * 9)},
            {"assumed_by": "role/Admin", "transitive": "team"},
        ],
    )
    def test_what_makes_no_session_is_said(self, ask, said):
        assert 'id="problem-session"' in ask(**said)

    def test_users_have_none(self, ask, acme):
        assert "john" in store.load(acme).accounts["210987651101"].users
        page = ask(at="210987651101", **{"as": "user/john"}, session="s1")

        assert 'id="problem-session"' not in page
