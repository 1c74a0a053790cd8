"""The errors of AWS Organizations. Source: Organizations API Reference, each operation's "Errors"."""

from __future__ import annotations

from accounts.organization.errors.base import Malformed, OrganizationsError


class AWSOrganizationsNotInUse(OrganizationsError):
    """The caller's account is in no organization."""


class AccessDenied(OrganizationsError):
    """Not the caller's to do: another account was asked."""


class AccountNotFound(OrganizationsError):
    """No account with this identifier is in the organization."""


class AccountAlreadyRegistered(OrganizationsError):
    """The account is a delegated administrator of this service already."""


class AccountNotRegistered(OrganizationsError):
    """The account is no delegated administrator of this service."""


class AccountAlreadyClosed(OrganizationsError):
    """The account is closed."""


class AlreadyInOrganization(OrganizationsError):
    """The account is in an organization, and can be in one only."""


class ChildNotFound(OrganizationsError):
    """No organizational unit or account has this identifier."""


class Conflict(OrganizationsError):
    """What was asked for is being done already."""


class ConstraintViolation(OrganizationsError):
    """A quota or a rule of the organization would be broken; ``reason`` says which."""


class CreateAccountStatusNotFound(OrganizationsError):
    """No request to create an account has this identifier."""


class DestinationParentNotFound(OrganizationsError):
    """The parent to move to does not exist."""


class DuplicateAccount(OrganizationsError):
    """The account is in the destination already."""


class DuplicateHandshake(OrganizationsError):
    """The account has an open invitation."""


class DuplicateOrganizationalUnit(OrganizationsError):
    """A sibling has this name."""


class DuplicatePolicy(OrganizationsError):
    """A policy of this type has this name."""


class DuplicatePolicyAttachment(OrganizationsError):
    """The policy is attached to this target already."""


class HandshakeAlreadyInState(OrganizationsError):
    """The handshake has the state that was asked for already."""


class HandshakeConstraintViolation(OrganizationsError):
    """A rule of handshakes would be broken; ``reason`` says which."""


class HandshakeNotFound(OrganizationsError):
    """No handshake has this identifier."""


class InvalidHandshakeTransition(OrganizationsError):
    """The handshake is over, or not that far yet."""


class EffectivePolicyNotFound(OrganizationsError):
    """No policy of the type is attached to the account or above it."""


class InvalidInput(OrganizationsError):
    """A parameter's value is not one AWS takes; ``reason`` says why."""


class MalformedPolicyDocument(Malformed, OrganizationsError):
    """The content is not a policy of its type."""


class MasterCannotLeaveOrganization(OrganizationsError):
    """The management account stays as long as the organization does."""


class OrganizationNotEmpty(OrganizationsError):
    """Member accounts are still in the organization."""


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


class ResourcePolicyNotFound(OrganizationsError):
    """The organization has no delegation policy."""


class RootNotFound(OrganizationsError):
    """No root has this identifier."""


class SourceParentNotFound(OrganizationsError):
    """The parent to move from does not exist, or is not the account's parent."""


class TargetNotFound(OrganizationsError):
    """No root, organizational unit or account has this identifier."""
