"""A statement as one plain sentence, by what its kind of policy does.

Only identity policies, resource policies and trust policies grant; the others let pass or take away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policies.catalogue import Catalogue
from policies.engine.document import Effect, PolicyKind, PrincipalPattern, Statement
from policies.review.words import FEW, of_actions, of_conditions, of_resources

_ALLOWS = {
    PolicyKind.IDENTITY: "Allows whoever carries it {what}",
    PolicyKind.SERVICE_CONTROL: "Lets {what} pass, for everybody below",
    PolicyKind.RESOURCE_CONTROL: "Lets {what} pass, for everybody, on the resources below",
    PolicyKind.PERMISSIONS_BOUNDARY: "Lets its user or role be granted {what}",
    PolicyKind.SESSION: "Lets the session use {what}, as far as its role or user may",
    PolicyKind.TRUST: "Allows {who} {what} on this role",
    PolicyKind.RESOURCE: "Allows {who} {what}",
    PolicyKind.VPC_ENDPOINT: "Lets {what} by {who} through the endpoint",
}
_DENIES = {
    PolicyKind.IDENTITY: "Denies {what} to whoever carries it",
    PolicyKind.SERVICE_CONTROL: "Denies {what} to everybody below",
    PolicyKind.RESOURCE_CONTROL: "Denies {what} to everybody, in the organization and outside",
    PolicyKind.PERMISSIONS_BOUNDARY: "Denies {what} to its user or role",
    PolicyKind.SESSION: "Denies {what} to the session",
    PolicyKind.TRUST: "Denies {what} to {who} on this role",
    PolicyKind.RESOURCE: "Denies {what} to {who}",
    PolicyKind.VPC_ENDPOINT: "Denies {what} to {who} through the endpoint",
}
_GRANTS = frozenset({PolicyKind.IDENTITY, PolicyKind.TRUST, PolicyKind.RESOURCE})
_ACCOUNT = re.compile(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?")
_IDENTITY = re.compile(r"arn:[\w-]+:(?:iam|sts)::(\d{12}):(user|role|assumed-role|federated-user)/(.+)", re.S)
_CALLED = {
    "user": "the user",
    "role": "the role",
    "assumed-role": "the role session",
    "federated-user": "the federated user",
}


def sentence(statement: Statement, kind: PolicyKind, catalogue: Catalogue) -> str:
    """With its full stop; names of AWS stand between backticks."""
    what, meant = of_actions(statement, catalogue)
    denies = statement.effect is Effect.DENY
    if not meant:
        return f"{'Denies' if denies else 'Allows'} {what}."
    pattern = (_DENIES if denies else _ALLOWS)[kind]
    said = pattern.format(what=what, who=of_principals(statement))
    narrowed = filter(None, (said, of_resources(statement), of_conditions(statement.conditions)))
    text = " ".join(narrowed).replace(",,", ",").rstrip(",")
    return f"{text}." if denies or kind in _GRANTS else f"{text}; it grants nothing."


def of_principals(statement: Statement) -> str:
    """``everybody``, ``the role `Admin` of account `111111111111```, ``everybody but …``."""
    named = statement.principals or ()
    if any(principal.value == "*" for principal in named):
        return "nobody" if statement.excludes_principals else "everybody"
    words = _listed([_of_principal(principal) for principal in named])
    return f"everybody but {words}" if statement.excludes_principals else words


def _of_principal(principal: PrincipalPattern) -> str:
    value = principal.value
    if principal.kind == "Service":
        return f"the service `{value}`"
    if principal.kind == "Federated":
        return f"whoever signs in through `{value}`"
    if principal.kind == "CanonicalUser":
        return f"the account with the canonical user `{value}`"
    if account := _ACCOUNT.fullmatch(value):
        return f"the account `{account[1]}`"
    if identity := _IDENTITY.fullmatch(value):
        return f"{_CALLED[identity[2]]} `{identity[3]}` of account `{identity[1]}`"
    return f"`{value}`"


def _listed(items: Sequence[str]) -> str:
    if len(items) > FEW:
        items = [*items[:FEW], f"{len(items) - FEW:,} more"]
    *first, last = items or ["nobody"]
    return f"{', '.join(first)} and {last}" if first else last
