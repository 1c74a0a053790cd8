"""What several operations of Organizations ask of their parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from accounts.organization.errors import OrganizationsError
from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations.inputs import check_shapes
from accounts.organization.operations.tags import Tag, UnfitTags, add_tags
from accounts.organization.state import (
    FULL_ACCESS,
    Account,
    FeatureSet,
    ManagementPolicy,
    Organization,
    Policy,
    PolicyType,
    Root,
    TargetId,
)

Answer = TypeVar("Answer")
Parameters = ParamSpec("Parameters")

EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
NAMES_OF_TARGET_KINDS: Final = "root, organizational unit or account"


def in_organization(
    operation: Callable[Concatenate[Organization, Parameters], Answer],
) -> Callable[Concatenate[Organization, Parameters], Answer]:
    """Make ``operation`` raise ``AWSOrganizationsNotInUse`` where the organization has been deleted, and
    ``InvalidInput`` for identifiers of another shape than AWS's."""

    @wraps(operation)
    def checked(organization: Organization, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        if organization.is_deleted:
            raise errors.AWSOrganizationsNotInUse(
                f"The organization was deleted. Account {organization.management_account_id} is in none."
            )
        check_shapes(kwargs)
        return operation(organization, *args, **kwargs)

    return checked


def account_of(organization: Organization, account_id: str) -> Account:
    account = organization.accounts.get(account_id)
    if account is None:
        raise errors.AccountNotFound(f"No account {account_id} is in this organization.")
    return account


def is_parent(organization: Organization, parent_id: str) -> bool:
    return parent_id == organization.root.id or parent_id in organization.units


def policy_of(organization: Organization, policy_id: str) -> Policy | ManagementPolicy:
    policy = organization.any_policy(policy_id)
    if policy is None:
        raise errors.PolicyNotFound(f"No policy {policy_id} is in this organization.")
    return policy


def root_of(organization: Organization, root_id: str) -> Root:
    if root_id != organization.root.id:
        raise errors.RootNotFound(f"The root of this organization is {organization.root.id}, not {root_id}.")
    return organization.root


def check_target(organization: Organization, target_id: str) -> None:
    if not organization.has_target(target_id):
        raise errors.TargetNotFound(f"No {NAMES_OF_TARGET_KINDS} {target_id} is in this organization.")


def check_length(what: str, text: str, *, shortest: int, longest: int) -> None:
    if len(text) < shortest:
        raise errors.InvalidInput(
            f"{what} needs at least {shortest} character{'s' if shortest > 1 else ''}.",
            reason="MIN_LENGTH_EXCEEDED",
        )
    if len(text) > longest:
        raise errors.InvalidInput(
            f"{what} has at most {longest} characters, and this one has {len(text)}.",
            reason="MAX_LENGTH_EXCEEDED",
        )


def check_name(what: str, name: str) -> None:
    """A name of 1 to 128 characters that people can see."""
    check_length(what, name, shortest=1, longest=128)
    if not name.isprintable() or name.isspace():
        raise errors.InvalidInput(f"{what} must be readable text on one line.", reason="INVALID_PATTERN")


def policy_type_of(text: str) -> PolicyType:
    try:
        return PolicyType(text)
    except ValueError:
        simulated = ", ".join(policy_type.value for policy_type in PolicyType)
        raise errors.InvalidInput(
            f"{text} is not a policy type that is simulated here. Simulated: {simulated}.",
            reason="INVALID_ENUM_POLICY_TYPE",
        ) from None


def check_all_features(organization: Organization, error: OrganizationsError) -> None:
    """Raise ``error`` unless the organization has the feature set ``ALL``."""
    if organization.feature_set is not FeatureSet.ALL:
        raise error


def check_more_than_billing(organization: Organization) -> None:
    """Raise ``ConstraintViolation`` where members share nothing but their bills."""
    check_all_features(
        organization,
        errors.ConstraintViolation(
            "An organization for consolidated billing alone has neither policies nor trusted services; it "
            "needs all features enabled.",
            reason="ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
        ),
    )


def tags_of(tags: Sequence[Tag], present: Mapping[str, str] | None = None) -> dict[str, str]:
    """``present`` with ``tags``."""
    try:
        return add_tags(present or {}, tags)
    except UnfitTags as unfit:
        if unfit.reason == "MAX_TAG_LIMIT_EXCEEDED":
            raise errors.ConstraintViolation(unfit.message, reason=unfit.reason) from None
        raise errors.InvalidInput(unfit.message, reason=unfit.reason) from None


def attachments_of_new(organization: Organization, target_id: TargetId) -> dict[TargetId, tuple[str, ...]]:
    """The attachments, and on ``target_id`` what every new entity has: ``FullAWSAccess`` and its kin."""
    attachments = dict(organization.attachments)
    given = tuple(
        policy.id for policy_type, policy in FULL_ACCESS.items() if organization.is_enabled(policy_type)
    )
    if given:
        attachments[target_id] = given
    return attachments
