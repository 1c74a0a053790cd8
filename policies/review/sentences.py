"""A statement as one plain sentence, by what its kind of policy does.

Only identity policies, resource policies and trust policies grant; the others let pass or take away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policies.catalogue import Catalogue
from policies.engine.document import Effect, PolicyKind, PrincipalPattern, Statement
from policies.review.spoken import gettext as _
from policies.review.spoken import gettext_noop, grouped
from policies.review.words import FEW, of_actions, of_conditions, of_resources

_ALLOWS = {
    PolicyKind.IDENTITY: gettext_noop("Allows whoever carries it {what}"),
    PolicyKind.SERVICE_CONTROL: gettext_noop("Lets {what} pass, for everybody below"),
    PolicyKind.RESOURCE_CONTROL: gettext_noop("Lets {what} pass, for everybody, on the resources below"),
    PolicyKind.PERMISSIONS_BOUNDARY: gettext_noop("Lets its user or role be granted {what}"),
    PolicyKind.SESSION: gettext_noop("Lets the session use {what}, as far as its role or user may"),
    PolicyKind.TRUST: gettext_noop("Allows {who} {what} on this role"),
    PolicyKind.RESOURCE: gettext_noop("Allows {who} {what}"),
    PolicyKind.VPC_ENDPOINT: gettext_noop("Lets {what} by {who} through the endpoint"),
}
_DENIES = {
    PolicyKind.IDENTITY: gettext_noop("Denies {what} to whoever carries it"),
    PolicyKind.SERVICE_CONTROL: gettext_noop("Denies {what} to everybody below"),
    PolicyKind.RESOURCE_CONTROL: gettext_noop("Denies {what} to everybody, in the organization and outside"),
    PolicyKind.PERMISSIONS_BOUNDARY: gettext_noop("Denies {what} to its user or role"),
    PolicyKind.SESSION: gettext_noop("Denies {what} to the session"),
    PolicyKind.TRUST: gettext_noop("Denies {what} to {who} on this role"),
    PolicyKind.RESOURCE: gettext_noop("Denies {what} to {who}"),
    PolicyKind.VPC_ENDPOINT: gettext_noop("Denies {what} to {who} through the endpoint"),
}
_GRANTS = frozenset({PolicyKind.IDENTITY, PolicyKind.TRUST, PolicyKind.RESOURCE})
_ACCOUNT = re.compile(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?")
_IDENTITY = re.compile(r"arn:[\w-]+:(?:iam|sts)::(\d{12}):(user|role|assumed-role|federated-user)/(.+)", re.S)
_CALLED = {
    "user": gettext_noop("the user %(name)s of account %(account)s"),
    "role": gettext_noop("the role %(name)s of account %(account)s"),
    "assumed-role": gettext_noop("the role session %(name)s of account %(account)s"),
    "federated-user": gettext_noop("the federated user %(name)s of account %(account)s"),
}


def sentence(statement: Statement, kind: PolicyKind, catalogue: Catalogue) -> str:
    """With its full stop; names of AWS stand between backticks."""
    what, meant = of_actions(statement, catalogue)
    denies = statement.effect is Effect.DENY
    if not meant:
        return (_("Denies %(what)s.") if denies else _("Allows %(what)s.")) % {"what": what}
    pattern = _((_DENIES if denies else _ALLOWS)[kind])
    said = pattern.format(what=what, who=of_principals(statement))
    narrowed = filter(None, (said, of_resources(statement), of_conditions(statement.conditions)))
    text = " ".join(narrowed).replace(",,", ",").rstrip(",")
    return f"{text}." if denies or kind in _GRANTS else _("%(says)s; it grants nothing.") % {"says": text}


def of_principals(statement: Statement) -> str:
    """``everybody``, ``the role `Admin` of account `111111111111```, ``everybody but …``."""
    named = statement.principals or ()
    if any(principal.value == "*" for principal in named):
        return _("nobody") if statement.excludes_principals else _("everybody")
    words = _listed([_of_principal(principal) for principal in named])
    return (
        _("everybody but %(principals)s") % {"principals": words} if statement.excludes_principals else words
    )


def _of_principal(principal: PrincipalPattern) -> str:
    value = principal.value
    if principal.kind == "Service":
        return _("the service %(name)s") % {"name": f"`{value}`"}
    if principal.kind == "Federated":
        return _("whoever signs in through %(name)s") % {"name": f"`{value}`"}
    if principal.kind == "CanonicalUser":
        return _("the account with the canonical user %(name)s") % {"name": f"`{value}`"}
    if account := _ACCOUNT.fullmatch(value):
        return _("the account %(name)s") % {"name": f"`{account[1]}`"}
    if identity := _IDENTITY.fullmatch(value):
        return _(_CALLED[identity[2]]) % {"name": f"`{identity[3]}`", "account": f"`{identity[1]}`"}
    return f"`{value}`"


def _listed(items: Sequence[str]) -> str:
    if len(items) > FEW:
        items = [*items[:FEW], _("%(count)s more") % {"count": grouped(len(items) - FEW)}]
    *first, last = items or [_("nobody")]
    return f"{', '.join(first)} {_('and')} {last}" if first else last
