"""The errors of AWS Organizations. Source: Organizations API Reference, each operation's "Errors"."""

from __future__ import annotations

from accounts.organization.errors.base import Malformed, OrganizationsError


class AccountNotFound(OrganizationsError):
    """No account with this identifier is in the organization."""


class AccountAlreadyClosed(OrganizationsError):
    """The account is closed."""


class AccountCreationFailed(OrganizationsError):
    """The account was not made; ``reason`` is AWS's ``FailureReason``.

    AWS answers ``CreateAccount`` at once and tells of this failure in ``DescribeCreateAccountStatus``.
    The simulator makes accounts at once, so it refuses at once.
    """


class ConstraintViolation(OrganizationsError):
    """A quota or a rule of the organization would be broken; ``reason`` says which."""


class DestinationParentNotFound(OrganizationsError):
    """The parent to move to does not exist."""


class DuplicateAccount(OrganizationsError):
    """The account is in the destination already."""


class DuplicateOrganizationalUnit(OrganizationsError):
    """A sibling has this name."""


class DuplicatePolicy(OrganizationsError):
    """A policy of this type has this name."""


class DuplicatePolicyAttachment(OrganizationsError):
    """The policy is attached to this target already."""


class EffectivePolicyNotFound(OrganizationsError):
    """No policy of the type is attached to the account or above it."""


class InvalidInput(OrganizationsError):
    """A parameter's value is not one AWS takes; ``reason`` says why."""


class MalformedPolicyDocument(Malformed, OrganizationsError):
    """The content is not a policy of its type."""


class MasterCannotLeaveOrganization(OrganizationsError):
    """The management account stays as long as the organization does."""


class OrganizationalUnitNotEmpty(OrganizationsError):
    """The organizational unit holds accounts or organizational units."""


class OrganizationalUnitNotFound(OrganizationsError):
    """No organizational unit has this identifier."""


class ParentNotFound(OrganizationsError):
    """No root or organizational unit has this identifier."""


class PolicyInUse(OrganizationsError):
    """The policy is attached somewhere."""


class PolicyNotAttached(OrganizationsError):
    """The policy is not attached directly to this target."""


class PolicyNotFound(OrganizationsError):
    """No policy has this identifier."""


class PolicyTypeAlreadyEnabled(OrganizationsError):
    """The policy type is enabled on the root."""


class PolicyTypeNotAvailableForOrganization(OrganizationsError):
    """The organization's feature set has no policies of this type."""


class PolicyTypeNotEnabled(OrganizationsError):
    """The policy type is not enabled on the root."""


class RootNotFound(OrganizationsError):
    """No root has this identifier."""


class SourceParentNotFound(OrganizationsError):
    """The parent to move from does not exist, or is not the account's parent."""


class TargetNotFound(OrganizationsError):
    """No root, organizational unit or account has this identifier."""
