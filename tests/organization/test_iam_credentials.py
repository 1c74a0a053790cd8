"""IAM User Guide, "Manage access keys", "Assign a virtual MFA device", "Manage passwords"."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from accounts.organization.derived_secrets import codes, secret_access_key, totp_address, totp_secret
from accounts.organization.errors import iam as errors
from accounts.organization.errors import sts as sts_errors
from accounts.organization.operations import apply, as_cli, without_secrets
from accounts.organization.operations.iam import (
    create_access_key,
    create_account_alias,
    create_login_profile,
    create_virtual_mfa_device,
    deactivate_mfa_device,
    delete_access_key,
    delete_account_alias,
    delete_account_password_policy,
    delete_login_profile,
    delete_user,
    delete_virtual_mfa_device,
    enable_mfa_device,
    resync_mfa_device,
    update_access_key,
    update_account_password_policy,
    update_login_profile,
)
from accounts.organization.operations.sts import get_caller_identity
from accounts.organization.state import AccessKeyStatus, PasswordPolicy
from tests.organization.world import ACME, DEV_1, DEV_2, MGMT, NOON, OCCASION, john, refused

IN_DEV_1 = {"account_id": DEV_1}
JOHN = {**IN_DEV_1, "user_name": "john"}
PHONE = f"arn:aws:iam::{DEV_1}:mfa/phone"
STRONG = "correct-Horse-7"


def with_keys(count, organization=ACME, who=JOHN):
    for number in range(count):
        occasion = replace(OCCASION, revision=100 + number)
        organization = create_access_key(organization, **who, occasion=occasion).organization
    return organization


def with_root_credentials(organization=ACME):
    return create_login_profile(organization, **IN_DEV_1, occasion=OCCASION).organization


class TestAccessKeys:
    def test_a_new_key_is_active_and_its_secret_is_not_in_the_answer(self):
        after, response = create_access_key(ACME, **JOHN, occasion=OCCASION)
        (key,) = john(after).access_keys.values()

        assert response["AccessKey"] == {
            "UserName": "john",
            "AccessKeyId": key.id,
            "Status": "Active",
            "CreateDate": "2026-09-01T12:00:00Z",
        }
        assert key.id.startswith("AKIA")
        assert len(key.id) == 20
        assert key.last_used is None

    def test_secrets_have_forty_characters_and_differ(self):
        one, other = (secret_access_key("seed", key) for key in ("AKIAONE", "AKIAOTHER"))

        assert len(one) == len(other) == 40
        assert one != other
        assert one == secret_access_key("seed", "AKIAONE")
        assert one != secret_access_key("another seed", "AKIAONE")

    def test_two_keys_at_most_whether_active_or_not(self):
        full = with_keys(2)
        first = next(iter(john(full).access_keys))
        full = update_access_key(full, **JOHN, access_key_id=first, status="Inactive").organization

        with refused(errors.LimitExceeded):
            create_access_key(full, **JOHN, occasion=OCCASION)

    def test_a_key_is_switched_off_and_on_again_without_loss(self):
        before = with_keys(1)
        (key,) = john(before).access_keys

        off = update_access_key(before, **JOHN, access_key_id=key, status="Inactive").organization
        on = update_access_key(off, **JOHN, access_key_id=key, status="Active").organization

        assert john(off).access_keys[key].status is AccessKeyStatus.INACTIVE
        assert on == before

    def test_a_deleted_key_is_gone_and_the_other_stays(self):
        before = with_keys(2)
        first, second = john(before).access_keys

        after = delete_access_key(before, **JOHN, access_key_id=first).organization

        assert list(john(after).access_keys) == [second]

    def test_refusals(self):
        keyed = with_keys(1)
        (key,) = john(keyed).access_keys
        with refused(errors.NoSuchEntity):
            create_access_key(ACME, **IN_DEV_1, user_name="nobody", occasion=OCCASION)
        for operation, more in ((update_access_key, {"status": "Active"}), (delete_access_key, {})):
            with refused(errors.NoSuchEntity):
                operation(keyed, **JOHN, access_key_id="AKIAMISSING", **more)
        for status in ("Expired", "active", ""):
            with refused(errors.InvalidInput):
                update_access_key(keyed, **JOHN, access_key_id=key, status=status)

    def test_a_root_user_has_keys_only_if_it_has_credentials(self):
        with refused(errors.AccessDenied):
            create_access_key(ACME, **IN_DEV_1, occasion=OCCASION)

        keyed = with_keys(2, with_root_credentials(), IN_DEV_1)

        assert len(keyed.accounts[DEV_1].root_access_keys) == 2
        with refused(errors.LimitExceeded):
            create_access_key(keyed, **IN_DEV_1, occasion=OCCASION)


class TestUseOfAKey:
    KEYED = with_keys(1)
    KEY = next(iter(john(KEYED).access_keys))

    def test_it_says_whose_the_key_is_and_is_remembered(self):
        after, response = get_caller_identity(self.KEYED, access_key_id=self.KEY, occasion=OCCASION)
        used = john(after).access_keys[self.KEY].last_used

        assert response == {
            "UserId": john(ACME).id,
            "Account": DEV_1,
            "Arn": f"arn:aws:iam::{DEV_1}:user/john",
        }
        assert (used.time, used.service, used.region) == (NOON, "sts", "us-east-1")

    def test_keys_of_the_root_user_work_too(self):
        keyed = with_keys(1, with_root_credentials(), IN_DEV_1)
        (key,) = keyed.accounts[DEV_1].root_access_keys

        after, response = get_caller_identity(keyed, access_key_id=key, occasion=OCCASION)

        assert response["Arn"] == f"arn:aws:iam::{DEV_1}:root"
        assert after.accounts[DEV_1].root_access_keys[key].last_used

    def test_an_inactive_or_unknown_key_is_refused(self):
        off = update_access_key(self.KEYED, **JOHN, access_key_id=self.KEY, status="Inactive").organization
        for organization, key in ((off, self.KEY), (self.KEYED, "AKIAMISSING")):
            with refused(sts_errors.InvalidClientTokenId):
                get_caller_identity(organization, access_key_id=key, occasion=OCCASION)

    def test_the_command_is_signed_with_the_key(self):
        assert as_cli("sts.get_caller_identity", {"access_key_id": self.KEY}, ACME) == (
            f"AWS_ACCESS_KEY_ID={self.KEY} aws sts get-caller-identity"
        )


class TestMfaDevices:
    MADE = create_virtual_mfa_device(
        ACME, **IN_DEV_1, virtual_mfa_device_name="phone", occasion=OCCASION
    ).organization
    DEVICE = MADE.accounts[DEV_1].mfa_devices[PHONE]

    def shown(self, *steps, time=NOON):
        """What an authenticator app with the device's secret shows at that time and later."""
        totp = pyotp.TOTP(totp_secret("tests", self.DEVICE))
        return {
            f"authentication_code{number}": totp.at(time, counter_offset=step)
            for number, step in enumerate(steps, start=1)
        }

    def enable(self, organization, who=JOHN, serial=PHONE, typed=None, occasion=OCCASION):
        typed = typed or self.shown(-1, 0)
        return enable_mfa_device(organization, **who, serial_number=serial, **typed, occasion=occasion)

    def test_a_new_device_is_nobodys_and_its_secret_is_not_in_the_answer(self):
        _, response = create_virtual_mfa_device(
            ACME, **IN_DEV_1, virtual_mfa_device_name="phone", occasion=OCCASION
        )

        assert response == {"VirtualMFADevice": {"SerialNumber": PHONE}}
        assert self.DEVICE.owner is None

    def test_two_codes_in_a_row_enable_it(self):
        device = self.enable(self.MADE).organization.accounts[DEV_1].mfa_devices[PHONE]

        assert (device.owner, device.enabled) == ("user/john", NOON)

    @pytest.mark.parametrize("steps", [(0, -1), (-1, -1), (-2, 0), (-30, -29), (20, 21)])
    def test_other_codes_do_not(self, steps):
        with refused(errors.InvalidAuthenticationCode):
            self.enable(self.MADE, typed=self.shown(*steps))

    @pytest.mark.parametrize("code", ["12345", "1234567", "12345x", "", "١٢٣٤٥٦"])
    def test_codes_have_six_digits(self, code):
        with refused(errors.ValidationError):
            self.enable(self.MADE, typed={**self.shown(-1, 0), "authentication_code2": code})

    def test_codes_are_the_clocks_when_simulated_time_is_ahead(self):
        ahead = replace(self.MADE, ahead=timedelta(days=40))
        parameters = {**JOHN, "serial_number": PHONE, **self.shown(-1, 0)}

        after = apply(ahead, "iam.enable_mfa_device", parameters, OCCASION).organization

        assert after.accounts[DEV_1].mfa_devices[PHONE].enabled == NOON + timedelta(days=40)

    def test_a_device_made_anew_has_another_secret(self):
        later = replace(self.DEVICE, created=NOON + timedelta(seconds=1))

        assert totp_secret("tests", later) != totp_secret("tests", self.DEVICE)

    def test_the_address_in_the_qr_code_is_what_apps_read(self):
        parsed = pyotp.parse_uri(totp_address("tests", self.DEVICE, "dev-1"))

        assert parsed.secret == totp_secret("tests", self.DEVICE)
        assert (parsed.name, parsed.issuer) == ("phone@dev-1", "orgsim")
        assert list(codes("tests", self.DEVICE, NOON, range(1))) == [parsed.at(NOON)]

    def test_a_name_of_any_length_fits_into_a_qr_code(self):
        named = replace(self.DEVICE, serial_number=f"{PHONE}{'x' * 10_000}")

        assert len(totp_address("tests", named, "y" * 10_000)) < 400

    def test_a_device_is_one_users_only(self):
        with refused(errors.EntityAlreadyExists):
            self.enable(self.enable(self.MADE).organization)

    def test_eight_devices_at_most(self):
        account = self.MADE.accounts[DEV_1]
        eight = {
            f"d{number}": replace(self.DEVICE, serial_number=f"d{number}", owner="user/john", enabled=NOON)
            for number in range(8)
        }
        full = replace(account, mfa_devices={**account.mfa_devices, **eight})

        with refused(errors.LimitExceeded):
            self.enable(replace(self.MADE, accounts={**self.MADE.accounts, DEV_1: full}))

    def test_deactivated_it_is_free_and_only_then_it_can_be_deleted(self):
        enabled = self.enable(self.MADE).organization
        with refused(errors.DeleteConflict):
            delete_virtual_mfa_device(enabled, **IN_DEV_1, serial_number=PHONE)

        free = deactivate_mfa_device(enabled, **JOHN, serial_number=PHONE).organization

        assert free == self.MADE
        assert delete_virtual_mfa_device(free, **IN_DEV_1, serial_number=PHONE).organization == ACME

    def test_resync_takes_codes_that_are_further_off_and_changes_nothing(self):
        enabled = self.enable(self.MADE).organization

        def resync(*steps):
            typed = self.shown(*steps)
            return resync_mfa_device(enabled, **JOHN, serial_number=PHONE, **typed, occasion=OCCASION)

        assert resync(-15, -14) == (enabled, {})
        with refused(errors.InvalidAuthenticationCode):
            resync(-15, -13)

    def test_the_root_user_has_one_only_if_it_has_credentials(self):
        with refused(errors.AccessDenied):
            self.enable(self.MADE, who=IN_DEV_1)

        enabled = self.enable(with_root_credentials(self.MADE), who=IN_DEV_1).organization

        assert enabled.accounts[DEV_1].mfa_devices[PHONE].owner == "root user"

    def test_refusals(self):
        with refused(errors.EntityAlreadyExists):
            create_virtual_mfa_device(
                self.MADE, **IN_DEV_1, virtual_mfa_device_name="Phone", occasion=OCCASION
            )
        with refused(errors.ValidationError):
            create_virtual_mfa_device(ACME, **IN_DEV_1, virtual_mfa_device_name="a b", occasion=OCCASION)
        with refused(errors.NoSuchEntity):
            self.enable(self.MADE, serial="arn:aws:iam::000000000000:mfa/none")
        with refused(errors.NoSuchEntity):
            self.enable(self.MADE, who={**IN_DEV_1, "user_name": "nobody"})
        with refused(errors.NoSuchEntity):
            deactivate_mfa_device(self.MADE, **JOHN, serial_number=PHONE)  # not enabled

    def test_the_command_says_where_the_qr_code_goes(self):
        parameters = {**IN_DEV_1, "virtual_mfa_device_name": "phone"}

        assert as_cli("iam.create_virtual_mfa_device", parameters, ACME) == (
            "aws iam create-virtual-mfa-device --virtual-mfa-device-name phone "
            "--outfile QRCode.png --bootstrap-method QRCodePNG --profile dev-1"
        )


class TestPasswords:
    def create(self, organization=ACME, password=STRONG, **more):
        return create_login_profile(organization, **JOHN, password=password, occasion=OCCASION, **more)

    def test_a_password_is_checked_and_forgotten(self):
        after, response = self.create(password_reset_required=True)

        assert response["LoginProfile"] == {
            "UserName": "john",
            "CreateDate": "2026-09-01T12:00:00Z",
            "PasswordResetRequired": True,
        }
        assert john(after).login_profile.reset_required
        assert STRONG not in repr(after) + repr(response)

    def test_the_log_keeps_no_password_and_yet_can_be_replayed(self):
        parameters = {**JOHN, "password": STRONG, "password_reset_required": False}
        logged = without_secrets(parameters)

        assert STRONG not in repr(logged)
        assert apply(ACME, "iam.create_login_profile", logged, OCCASION) == apply(
            ACME, "iam.create_login_profile", parameters, OCCASION
        )
        assert as_cli("iam.create_login_profile", logged, ACME) == (
            "aws iam create-login-profile --user-name john --password PASSWORD "
            "--no-password-reset-required --profile dev-1"
        )

    @pytest.mark.parametrize(
        ("password", "is_fit"),
        [
            ("abcdefgH", False),  # two kinds of characters
            ("abcdefgH1", True),
            ("abcdef-1", True),
            ("aB1-", False),  # too short
            ("aB1-" * 33, False),  # too long
            ("dev-1", False),
        ],
    )
    def test_without_a_policy_eight_characters_of_three_kinds(self, password, is_fit):
        if is_fit:
            assert self.create(password=password)
        else:
            with refused(errors.PasswordPolicyViolation):
                self.create(password=password)

    @pytest.mark.parametrize(
        ("demand", "lacks"),
        [
            ("require_symbols", "abcdefGH12"),
            ("require_numbers", "abcdefGH--"),
            ("require_uppercase_characters", "abcdef12--"),
            ("require_lowercase_characters", "ABCDEF12--"),
        ],
    )
    def test_a_policy_demands_kinds_by_name(self, demand, lacks):
        bound = update_account_password_policy(ACME, **IN_DEV_1, **{demand: True}).organization

        with refused(errors.PasswordPolicyViolation):
            self.create(bound, lacks)
        assert self.create(bound, "abcdefGH12--")

    def test_a_policy_can_be_weaker_than_the_default(self):
        weak = update_account_password_policy(ACME, **IN_DEV_1).organization

        assert self.create(weak, "aaaaaa")
        with refused(errors.PasswordPolicyViolation):
            self.create(weak, "aaaaa")

    def test_one_password_for_each_user(self):
        with refused(errors.EntityAlreadyExists):
            self.create(self.create().organization)
        with refused(errors.NoSuchEntity):
            create_login_profile(ACME, **IN_DEV_1, user_name="nobody", password=STRONG, occasion=OCCASION)

    def test_an_update_sets_what_it_names(self):
        before = self.create(password_reset_required=True).organization
        later = replace(OCCASION, time=NOON + timedelta(days=1))

        def update(**what):
            return john(
                update_login_profile(before, **JOHN, **what, occasion=later).organization
            ).login_profile

        assert update(password="another-Horse-8").changed == later.time
        assert update(password="another-Horse-8").reset_required
        assert not update(password_reset_required=False).reset_required
        assert update(password_reset_required=False).changed == NOON
        with refused(errors.PasswordPolicyViolation):
            update(password="weak")
        with refused(errors.NoSuchEntity):
            update_login_profile(ACME, **JOHN, password=STRONG, occasion=OCCASION)

    def test_a_password_goes_and_the_user_stays(self):
        assert delete_login_profile(self.create().organization, **JOHN).organization == ACME
        with refused(errors.NoSuchEntity):
            delete_login_profile(ACME, **JOHN)


class TestRootCredentials:
    def test_members_get_and_lose_them_from_the_management_account(self):
        with_them = with_root_credentials()

        assert with_them.accounts[DEV_1].has_root_credentials
        assert delete_login_profile(with_them, **IN_DEV_1).organization == ACME
        with refused(errors.EntityAlreadyExists):
            with_root_credentials(with_them)
        with refused(errors.NoSuchEntity):
            delete_login_profile(ACME, **IN_DEV_1)

    def test_not_those_of_the_management_account_itself(self):
        with refused(errors.AccessDenied):
            delete_login_profile(ACME, account_id=MGMT)


class TestPasswordPolicy:
    def test_what_is_not_given_goes_back_to_its_default(self):
        strict = update_account_password_policy(
            ACME, **IN_DEV_1, minimum_password_length=14, require_symbols=True, max_password_age=90
        ).organization

        weaker = update_account_password_policy(strict, **IN_DEV_1, require_numbers=True).organization

        assert strict.accounts[DEV_1].password_policy.max_password_age == 90
        assert weaker.accounts[DEV_1].password_policy == PasswordPolicy(require_numbers=True)

    @pytest.mark.parametrize(
        "unfit",
        [
            {"minimum_password_length": 5},
            {"minimum_password_length": 129},
            {"max_password_age": 0},
            {"max_password_age": 1_096},
            {"password_reuse_prevention": 0},
            {"password_reuse_prevention": 25},
        ],
    )
    def test_numbers_have_bounds(self, unfit):
        with refused(errors.ValidationError):
            update_account_password_policy(ACME, **IN_DEV_1, **unfit)

    def test_it_is_deleted_once(self):
        bound = update_account_password_policy(ACME, **IN_DEV_1).organization

        assert delete_account_password_policy(bound, **IN_DEV_1).organization == ACME
        with refused(errors.NoSuchEntity):
            delete_account_password_policy(ACME, **IN_DEV_1)


class TestAlias:
    def test_an_account_has_one_alias_which_a_new_one_replaces(self):
        first = create_account_alias(ACME, **IN_DEV_1, account_alias="acme-dev").organization
        second = create_account_alias(first, **IN_DEV_1, account_alias="dev").organization

        assert second.accounts[DEV_1].alias == "dev"
        with refused(errors.NoSuchEntity):
            delete_account_alias(second, **IN_DEV_1, account_alias="acme-dev")
        assert delete_account_alias(second, **IN_DEV_1, account_alias="dev").organization == ACME

    def test_no_other_account_has_it(self):
        taken = create_account_alias(ACME, **IN_DEV_1, account_alias="acme-dev").organization

        with refused(errors.EntityAlreadyExists):
            create_account_alias(taken, account_id=DEV_2, account_alias="acme-dev")

    @pytest.mark.parametrize("alias", ["ab", "a" * 64, "Dev", "-dev", "dev-", "a--b", "a.b", "1" * 12])
    def test_unfit_aliases(self, alias):
        with refused(errors.ValidationError):
            create_account_alias(ACME, **IN_DEV_1, account_alias=alias)


class TestDeleteUser:
    """IAM User Guide, "Remove or deactivate an IAM user": what must go first, besides policies and groups."""

    BARE = replace(john(ACME), inline={}, attached=(), groups=())
    ACCOUNT = replace(ACME.accounts[DEV_1], users={"john": BARE})
    WORLD = replace(ACME, accounts={**ACME.accounts, DEV_1: ACCOUNT})

    def test_keys_password_and_devices_go_first(self):
        device = replace(TestMfaDevices.DEVICE, owner="user/john", enabled=NOON)
        for account in (
            with_keys(1, self.WORLD).accounts[DEV_1],
            create_login_profile(self.WORLD, **JOHN, occasion=OCCASION).organization.accounts[DEV_1],
            replace(self.ACCOUNT, mfa_devices={PHONE: device}),
        ):
            with refused(errors.DeleteConflict):
                delete_user(replace(self.WORLD, accounts={**self.WORLD.accounts, DEV_1: account}), **JOHN)
        assert not delete_user(self.WORLD, **JOHN).organization.accounts[DEV_1].users
