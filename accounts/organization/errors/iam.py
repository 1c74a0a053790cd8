"""The errors of IAM. Source: IAM API Reference, "Common errors" and each operation's "Errors"."""

from __future__ import annotations

from accounts.organization.errors.base import IamError, Malformed


class AccessDenied(IamError):
    """Not the caller's to touch: another account's entity, AWS's own policy, a closed account."""


class DeleteConflict(IamError):
    """Something still hangs on the entity."""


class EntityAlreadyExists(IamError):
    """The name is taken. Case does not tell two names apart."""


class InvalidAuthenticationCode(IamError):
    """The codes are not two in a row of the device."""


class InvalidInput(IamError):
    """A parameter's value is not one IAM takes."""


class LimitExceeded(IamError):
    """A quota would be exceeded."""


class MalformedPolicyDocument(Malformed, IamError):
    """The document is not a policy of its kind."""


class NoSuchEntity(IamError):
    """The user, group, role or policy does not exist."""


class PasswordPolicyViolation(IamError):
    """The password breaks the account's rules for passwords."""


class PolicyNotAttachable(IamError):
    """The policy belongs to a service-linked role."""


class UnmodifiableEntity(IamError):
    """The role is linked to a service, and only that service may change it."""


class ValidationError(IamError):
    """A parameter does not have the form IAM asks for."""

    @property
    def name(self) -> str:
        return self.code
