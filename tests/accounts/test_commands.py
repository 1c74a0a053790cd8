import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts import history, store
from accounts.models import OrganizationRecord
from accounts.organization.derived_secrets import secret_access_key

pytestmark = pytest.mark.django_db


def output_of(*command: str) -> str:
    output = StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


def test_a_sandbox_from_the_command_line_opens_once_by_its_link(client):
    printed = json.loads(
        output_of("sandbox", "--scenario", "acme", "--json", "--base-url", "http://testserver/")
    )
    record = OrganizationRecord.objects.get()

    assert printed["organization_id"] == record.identifier
    assert record.public_id in client.get(printed["url"])["Location"]
    assert client.get(printed["url"]).status_code == 404


def test_it_begins_with_the_access_key_of_the_management_accounts_administrator():
    printed = json.loads(output_of("sandbox", "--scenario", "acme", "--json"))

    record = OrganizationRecord.objects.get()
    management = store.load(record).accounts[record.management_account_id]
    assert list(management.users["boss"].access_keys) == [printed["access_key_id"]]
    assert printed["secret_access_key"] == secret_access_key(record.seed, printed["access_key_id"])
    assert history.state_at(record, 0) == store.load(record)


def test_each_sandbox_has_a_key_of_its_own():
    keys = {json.loads(output_of("sandbox", "--json"))["access_key_id"] for _ in range(2)}

    assert len(keys) == 2


def test_a_scenario_that_there_is_not_is_an_error():
    with pytest.raises(CommandError, match="nonsense"):
        output_of("sandbox", "--scenario", "nonsense")
