"""The public list of what orgsim leaves out, which the code itself writes."""

import pytest
from django.urls import reverse

from accounts.organization.operations import OPERATIONS
from accounts.page.not_simulated import limits
from policies.catalogue import catalogue


def names(title: str) -> set[str]:
    limit = next(each for each in limits() if title in each.title)
    return {name for each in limit.lists for name in each.names}


def test_an_operation_is_on_the_list_unless_it_can_be_carried_out():
    left_out = {name.lower() for name in names("operations")}

    assert "organizations:inviteaccounttoorganization" not in left_out
    assert "iam:createsamlprovider" in left_out
    assert left_out.isdisjoint(operation.action.lower() for operation in OPERATIONS.values())
    assert left_out <= {action.identifier.lower() for action in catalogue().actions}


def test_a_key_that_nobody_knows_before_the_request_is_on_the_list():
    assert "aws:CalledVia" in names("Condition keys")
    assert "aws:PrincipalOrgID" not in names("Condition keys")


@pytest.mark.django_db
def test_anybody_can_read_it_and_the_checker_leads_there(client):
    page = client.get(reverse("accounts:not_simulated")).content.decode()

    assert f"{len(catalogue().actions):,} actions" in page
    assert reverse("accounts:not_simulated") in client.get(reverse("policies:checker")).content.decode()
