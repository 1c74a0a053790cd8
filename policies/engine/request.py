"""Who asks what, and what is known about it; and the policies that take part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from policies.engine.document import PolicyDocument

ContextValue = str | tuple[str, ...]
"""A string is a single-valued key, a tuple a multivalued one."""

REQUESTED_REGION = "aws:requestedregion"
GLOBAL_REGION = "us-east-1"
"""Global services report this region. Source: IAM User Guide, ``aws:RequestedRegion``."""


SERVICE_LINKED_PATH = "aws-service-role/"
"""Of every service-linked role, and of no other. Source: IAM User Guide, "Service-linked roles"."""


def is_service_linked_role(arn: str) -> bool:
    """Whether it is the ARN of such a role; that of a session has no path that would say so."""
    _, _, service, _, _, resource = (arn.split(":", 5) + [""] * 6)[:6]
    return service == "iam" and resource.startswith(f"role/{SERVICE_LINKED_PATH}")


class PrincipalType(Enum):
    """The values of ``aws:PrincipalType``; callers that have none, by a word of ours."""

    ROOT_USER = "Account"
    USER = "User"
    ROLE_SESSION = "AssumedRole"
    FEDERATED_USER = "FederatedUser"
    ANONYMOUS = "Anonymous"
    SERVICE = "Service"
    FEDERATED_IDENTITY = "FederatedIdentity"
    """Who signs in through a provider and asks for a session of a role; not yet of any account."""

    @property
    def is_of_an_account(self) -> bool:
        """Who belongs to no account has no policies of its own, and no SCP binds it."""
        return self not in _OF_NO_ACCOUNT


_OF_NO_ACCOUNT = (PrincipalType.SERVICE, PrincipalType.ANONYMOUS, PrincipalType.FEDERATED_IDENTITY)


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller. ``arn`` is that of the user, of the role or federated session, or ``…:root``.

    A role's own ARN stands for a session of it that no policy names. A service is its name, as in
    ``cloudtrail.amazonaws.com``, an anonymous caller is ``*``; both are of no account.
    A federated identity is its provider, as in ``arn:aws:iam::111111111111:saml-provider/Okta`` or
    ``accounts.google.com``, and of no account likewise.
    ``federated_by`` is the ARN of the user who asked for the federated session.
    ``unique_id`` is ``AIDA…`` or ``AROA…``, of the user or of the role; ``canonical_user_id`` 64 digits that
    S3 knows the caller's account by. None: not known, so no policy names the caller by it.
    """

    arn: str
    account_id: str
    type: PrincipalType
    federated_by: str | None = None
    unique_id: str | None = None
    canonical_user_id: str | None = None

    @property
    def is_service_linked_role(self) -> bool:
        """Only where ``arn`` is that of the role itself."""
        return self.type is PrincipalType.ROLE_SESSION and is_service_linked_role(self.arn)


class Lookup(Enum):
    """What ``Context.get`` answers when there is no value."""

    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Context:
    """The condition keys of a request. Keys of ``values`` are in lower case.

    ``closed``: a key without a value is missing from the request. Open: it is unknown, unless its
    name is in ``absent`` or begins with one of ``absent_prefixes`` (all lower case).
    """

    values: Mapping[str, ContextValue] = field(default_factory=dict)
    closed: bool = True
    absent: frozenset[str] = frozenset()
    absent_prefixes: tuple[str, ...] = ()

    def get(self, key: str) -> ContextValue | Lookup:
        key = key.lower()
        if key in self.values:
            return self.values[key]
        if self.closed or key in self.absent or key.startswith(self.absent_prefixes or ("\0",)):
            return Lookup.MISSING
        return Lookup.UNKNOWN

    def at_global_services(self) -> Context:
        """The same request as a global service sees it: its region is always ``us-east-1``."""
        if self.closed and REQUESTED_REGION not in self.values:
            return self
        values = {**self.values, REQUESTED_REGION: GLOBAL_REGION}
        return Context(values, self.closed, self.absent, self.absent_prefixes)


@dataclass(frozen=True, slots=True)
class AnyResource:
    """No resource was named: any that fits one of the action's ARN ``formats`` (``${…}`` placeholders).

    Without formats the action has no resource types, and its requests name ``*``; among the formats,
    ``*`` says that a request may name ``*``, too. ``${Partition}`` is ``aws``, where every simulated
    account lives; any other placeholder stands for any text.
    """

    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourcePattern:
    """Any resource whose ARN fits ``text``, as in *any object of this bucket*, ``arn:aws:s3:::b/*``.

    ``*`` stands for any text and ``?`` for one character; before the fifth colon, for text without colons.
    A statement that covers all of these matches, one that covers some of them may match.
    """

    text: str


def named_resource(text: str) -> str | ResourcePattern:
    """What a person means who writes ``text``: with a wildcard in it, any resource that fits.

    ``*`` alone is what requests name whose action has no resource types.
    """
    return ResourcePattern(text) if text != "*" and ("*" in text or "?" in text) else text


@dataclass(frozen=True, slots=True)
class Request:
    """``action`` as ``service:Name``; ``resource`` an ARN, ``*`` for an action without resource types.
    In a text no character is a wildcard: an object may be called ``*``.

    ``resource_account`` owns the resource; None is the caller's own account, as for an action without
    a resource.
    """

    principal: Principal
    action: str
    resource: str | AnyResource | ResourcePattern
    context: Context = Context()
    resource_account: str | None = None

    @property
    def is_cross_account(self) -> bool:
        return self.resource_account not in (None, self.principal.account_id)


@dataclass(frozen=True, slots=True)
class AttachedPolicy:
    """A policy where it takes part. ``identifier`` is ``p-…``, an ARN, or an inline policy's name.

    ``attached_to`` says where in the words of the page: ``Dev``, ``role/Admin``, ``group/devs``.
    """

    name: str
    identifier: str
    attached_to: str
    document: PolicyDocument


@dataclass(frozen=True, slots=True)
class Level:
    """The SCPs, or RCPs, attached at one step of the path root → organizational units → account."""

    target_id: str
    name: str
    policies: tuple[AttachedPolicy, ...]


class Exemption(Enum):
    """Why SCPs, or RCPs, bind nobody here.

    Source: Organizations User Guide, "Service control policies" and "Resource control policies".
    """

    MANAGEMENT_ACCOUNT = "management_account"
    SERVICE_LINKED_ROLE = "service_linked_role"
    POLICY_TYPE_DISABLED = "policy_type_disabled"
    NO_ORGANIZATION = "no_organization"
    NOT_SUBJECT = "not_subject"
    UNSUPPORTED_SERVICE = "unsupported_service"
    UNSUPPORTED_ACTION = "unsupported_action"
    AWS_MANAGED_KEY = "aws_managed_key"


@dataclass(frozen=True, slots=True)
class Policies:
    """All that takes part in a decision. ``service_control`` runs root first, account last.

    ``identity`` is the union of the caller's managed and inline policies and those of its groups;
    the root user has none and counts as allowed in its own account.

    None: there is no such policy, or it is left aside, and no gate is told; ``()`` is one that allows
    nothing. So of a key or a role to assume, which always has a policy, None leaves the policy aside.
    ``resource_control`` is the path to the account that owns the resource, without
    ``RCPFullAWSAccess``, which stands on every level. ``services_with_rcps`` are the service prefixes
    that RCPs reach, in lower case; None is all of them. ``session`` are all policies that were passed
    for the session. ``resource`` is the policy of the resource, at most one; it belongs to one
    resource, so ``permissions`` takes it only when asked ``on`` that one. ``endpoint`` is the policy of
    the VPC endpoint that the request goes through.
    """

    service_control: tuple[Level, ...] | Exemption
    identity: tuple[AttachedPolicy, ...]
    resource_control: tuple[Level, ...] | Exemption | None = None
    boundary: tuple[AttachedPolicy, ...] | None = None
    session: tuple[AttachedPolicy, ...] | None = None
    resource: tuple[AttachedPolicy, ...] | None = None
    services_with_rcps: frozenset[str] | None = None
    endpoint: tuple[AttachedPolicy, ...] | None = None
