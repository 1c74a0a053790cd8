"""Tags of virtual MFA devices. Source: IAM API Reference, "TagMFADevice", "ListMFADeviceTags"."""

import pytest

from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam import (
    create_virtual_mfa_device,
    tag_mfa_device,
    untag_mfa_device,
)
from accounts.organization.operations.iam.reads import list_mfa_device_tags
from accounts.organization.scenario import from_document, to_document
from tests.organization.world import ACME, DEV_1, OCCASION, refused

IN_DEV_1 = {"account_id": DEV_1}
PHONE = f"arn:aws:iam::{DEV_1}:mfa/phone"
MADE = create_virtual_mfa_device(
    ACME, **IN_DEV_1, virtual_mfa_device_name="phone", occasion=OCCASION
).organization


def tag(organization, **tags: str):
    given = [{"Key": key, "Value": value} for key, value in tags.items()]
    return tag_mfa_device(organization, **IN_DEV_1, serial_number=PHONE, tags=given).organization


def test_tags_are_listed_by_their_keys():
    tagged = tag(tag(MADE, team="net", owner="john"), Team="ops")

    assert list_mfa_device_tags(tagged, DEV_1, PHONE) == (
        {"Key": "Team", "Value": "ops"},
        {"Key": "owner", "Value": "john"},
    ), "keys are the same in any case"


def test_untagging_passes_over_keys_that_are_not_there():
    after = untag_mfa_device(
        tag(MADE, team="net"), **IN_DEV_1, serial_number=PHONE, tag_keys=["team", "no"]
    ).organization

    assert after == MADE


@pytest.mark.parametrize(
    "operation",
    [
        lambda: tag_mfa_device(ACME, **IN_DEV_1, serial_number=PHONE, tags=[]),
        lambda: untag_mfa_device(ACME, **IN_DEV_1, serial_number=PHONE, tag_keys=[]),
        lambda: list_mfa_device_tags(ACME, DEV_1, PHONE),
    ],
)
def test_a_device_that_is_not_there(operation):
    with refused(errors.NoSuchEntity):
        operation()


def test_fifty_tags_are_the_most():
    fifty = tag(MADE, **{f"k{number}": "" for number in range(50)})

    with refused(errors.LimitExceeded):
        tag(fifty, more="")


def test_a_scenario_keeps_them():
    tagged = tag(MADE, team="net")

    assert from_document(to_document(tagged), seed="tests").accounts[DEV_1].mfa_devices == (
        tagged.accounts[DEV_1].mfa_devices
    )
