"""Organizations User Guide, "Managing organizational units"."""

import re
from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import (
    create_organizational_unit,
    delete_organizational_unit,
    disable_policy_type,
    update_organizational_unit,
)
from tests.organization.world import (
    ACME,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    OCCASION,
    PROD,
    ROOT,
    SANDBOX,
    SCP_TYPE,
    WORKLOADS,
    refused,
)


def create(parent_id=WORKLOADS, name="Test", organization=ACME, **parameters):
    return create_organizational_unit(
        organization, parent_id=parent_id, name=name, occasion=OCCASION, **parameters
    )


def nested(levels: int):
    """acme with a chain of so many units below the root, and the identifier of the deepest."""
    organization, parent_id = ACME, ROOT
    for level in range(levels):
        organization, response = create(parent_id, f"Level {level}", organization)
        parent_id = response["OrganizationalUnit"]["Id"]
    return organization, parent_id


class TestCreate:
    def test_the_unit_is_empty_and_has_full_aws_access(self):
        after, response = create()
        unit_id = response["OrganizationalUnit"]["Id"]

        assert re.fullmatch(r"ou-a1b2-[a-z0-9]{8}", unit_id)
        assert response["OrganizationalUnit"] == {
            "Id": unit_id,
            "Arn": f"arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/{unit_id}",
            "Name": "Test",
            "Path": f"o-a1b2c3d4e5/r-a1b2/{WORKLOADS}/{unit_id}/",
        }
        assert after.units[unit_id].parent_id == WORKLOADS
        assert after.attachments[unit_id] == (FULL_AWS_ACCESS,)
        assert not list(after.accounts_of(unit_id))

    def test_without_scps_nothing_is_attached(self):
        without = disable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE).organization

        assert create(organization=without).organization.attachments == {}

    def test_only_siblings_must_differ_in_name(self):
        assert create(ROOT, "Dev").organization
        with refused(errors.DuplicateOrganizationalUnit):
            create(WORKLOADS, "Dev")

    def test_units_nest_five_levels_deep(self):
        organization, deepest = nested(5)

        with refused(errors.ConstraintViolation, "OU_DEPTH_LIMIT_EXCEEDED"):
            create(deepest, organization=organization)

    def test_an_organization_has_two_thousand_units_at_most(self):
        units = {
            f"ou-a1b2-{n:08}": replace(ACME.units[DEV], id=f"ou-a1b2-{n:08}", name=str(n))
            for n in range(2000)
        }

        with refused(errors.ConstraintViolation, "OU_NUMBER_LIMIT_EXCEEDED"):
            create(ROOT, organization=replace(ACME, units=units))

    def test_tags_are_kept(self):
        after, response = create(tags=[{"Key": "env", "Value": "test"}])

        assert after.units[response["OrganizationalUnit"]["Id"]].tags == {"env": "test"}

    @pytest.mark.parametrize(
        ("tags", "error", "reason"),
        [
            ([("env", "a"), ("Env", "b")], errors.InvalidInput, "DUPLICATE_TAG_KEY"),
            ([("aws:env", "a")], errors.InvalidInput, "INVALID_SYSTEM_TAGS_PARAMETER"),
            ([("", "a")], errors.InvalidInput, "INVALID_PATTERN"),
            ([("k" * 129, "a")], errors.InvalidInput, "INVALID_PATTERN"),
            ([("k", "v" * 257)], errors.InvalidInput, "INVALID_PATTERN"),
            ([(f"k{n}", "") for n in range(51)], errors.ConstraintViolation, "MAX_TAG_LIMIT_EXCEEDED"),
        ],
    )
    def test_unfit_tags(self, tags, error, reason):
        with refused(error, reason):
            create(tags=[{"Key": key, "Value": value} for key, value in tags])

    @pytest.mark.parametrize("parent_id", ["ou-a1b2-00000000", "r-zzzz"])
    def test_the_parent_must_be_the_root_or_a_unit(self, parent_id):
        with refused(errors.ParentNotFound):
            create(parent_id)
        with refused(errors.InvalidInput, "INVALID_PATTERN"):
            create(DEV_1)

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("", "MIN_LENGTH_EXCEEDED"),
            ("x" * 129, "MAX_LENGTH_EXCEEDED"),
            ("  ", "INVALID_PATTERN"),
            ("two\nlines", "INVALID_PATTERN"),
        ],
    )
    def test_unfit_names(self, name, reason):
        with refused(errors.InvalidInput, reason):
            create(name=name)


class TestUpdate:
    def test_a_new_name_changes_nothing_else(self):
        after, response = update_organizational_unit(ACME, organizational_unit_id=DEV, name="Development")

        assert response["OrganizationalUnit"]["Id"] == DEV
        assert after.units[DEV] == replace(ACME.units[DEV], name="Development")
        assert replace(after, units=ACME.units) == ACME

    @pytest.mark.parametrize("name", [None, "Dev"])
    def test_its_own_name_is_not_taken(self, name):
        assert update_organizational_unit(ACME, organizational_unit_id=DEV, name=name).organization == ACME

    def test_refusals(self):
        with refused(errors.DuplicateOrganizationalUnit):
            update_organizational_unit(ACME, organizational_unit_id=DEV, name="Prod")
        with refused(errors.OrganizationalUnitNotFound):
            update_organizational_unit(ACME, organizational_unit_id="ou-a1b2-00000000", name="Top")
        with refused(errors.InvalidInput, "MIN_LENGTH_EXCEEDED"):
            update_organizational_unit(ACME, organizational_unit_id=DEV, name="")


class TestDelete:
    def test_an_empty_unit_goes_and_its_policies_stay(self):
        before, response = create()
        unit_id = response["OrganizationalUnit"]["Id"]

        after, response = delete_organizational_unit(before, organizational_unit_id=unit_id)

        assert after == ACME
        assert response == {}

    @pytest.mark.parametrize("unit_id", [SANDBOX, WORKLOADS, PROD])
    def test_a_unit_with_accounts_or_units_is_not_empty(self, unit_id):
        with refused(errors.OrganizationalUnitNotEmpty):
            delete_organizational_unit(ACME, organizational_unit_id=unit_id)

    def test_the_root_is_no_unit(self):
        with refused(errors.InvalidInput, "INVALID_PATTERN"):
            delete_organizational_unit(ACME, organizational_unit_id=ROOT)
        with refused(errors.OrganizationalUnitNotFound):
            delete_organizational_unit(ACME, organizational_unit_id="ou-a1b2-00000000")
