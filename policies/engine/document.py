"""The values a policy is made of. Text becomes these once, in ``parse``; then nobody asks again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Effect(Enum):
    ALLOW = "Allow"
    DENY = "Deny"


class PolicyKind(Enum):
    """What a document is for, which decides the elements it may have."""

    IDENTITY = "identity"
    SERVICE_CONTROL = "service_control"
    RESOURCE_CONTROL = "resource_control"
    PERMISSIONS_BOUNDARY = "permissions_boundary"
    SESSION = "session"
    TRUST = "trust"
    RESOURCE = "resource"
    VPC_ENDPOINT = "vpc_endpoint"


@dataclass(frozen=True, slots=True)
class Variable:
    """``${key}`` or ``${key, 'default'}`` inside a ``Template``."""

    key: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A string of a policy that may hold variables.

    ``source`` is the text as written. ``parts`` alternate pieces of pattern and variables; a piece
    may hold ``*`` and ``?``, which are wildcards where the element or operator takes wildcards.
    ``${*}``, ``${?}`` and ``${$}`` stand in ``parts`` as ``Variable`` with that character as key.
    Under ``Version`` 2008-10-17 ``parts`` is the whole source, since variables are then plain text.
    Source: IAM User Guide, "Policy elements: variables".
    """

    source: str
    parts: tuple[str | Variable, ...]


@dataclass(frozen=True, slots=True)
class ActionPattern:
    """``*`` (then ``service`` and ``name`` are ``*``) or ``service:pattern``; case never matters.

    ``service`` and ``name`` are lower case; ``source`` is the text as written.
    """

    source: str
    service: str
    name: str


@dataclass(frozen=True, slots=True)
class PrincipalPattern:
    """One entry of ``Principal``: ``kind`` is AWS, Service, Federated, CanonicalUser or ``*``."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Operator:
    """A condition operator taken apart: ``ForAnyValue:StringLikeIfExists`` and its kin.

    ``base`` is AWS's spelling without prefix and suffix, such as ``StringNotLike``;
    ``quantifier`` is ``ForAllValues``, ``ForAnyValue`` or None.
    """

    source: str
    base: str
    quantifier: str | None = None
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator/key pair of a ``Condition`` block. All pairs of a block must hold (AND)."""

    operator: Operator
    key: str
    values: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``index`` counts from 0 in document order; ``pointer`` is its JSON pointer.

    ``excludes_*`` say that the list came from ``NotAction``, ``NotResource``, ``NotPrincipal``.
    ``resources`` is empty only where the kind has none (trust policies); ``principals`` is None
    where the element is absent.
    """

    index: int
    pointer: str
    sid: str | None
    effect: Effect
    actions: tuple[ActionPattern, ...]
    excludes_actions: bool
    resources: tuple[Template, ...]
    excludes_resources: bool
    principals: tuple[PrincipalPattern, ...] | None
    excludes_principals: bool
    conditions: tuple[Condition, ...]

    @property
    def label(self) -> str:
        """The Sid, else ``statement 1`` counted as people count."""
        return self.sid or f"statement {self.index + 1}"


@dataclass(frozen=True, slots=True, eq=False)
class PolicyDocument:
    """A parsed policy. Two documents are equal when kind and text are: the text says it all."""

    kind: PolicyKind
    text: str
    version: str
    id: str | None
    statements: tuple[Statement, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PolicyDocument):
            return NotImplemented
        return self is other or (self.text == other.text and self.kind is other.kind)

    def __hash__(self) -> int:
        return hash(self.text)
