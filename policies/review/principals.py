"""What a careful reader remarks about Principal and NotPrincipal.

Source: IAM User Guide, "Policy elements: Principal", "NotPrincipal", "The confused deputy problem".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.engine.conditions import is_negated
from policies.engine.document import Condition, Effect, PolicyKind, PrincipalPattern, Statement
from policies.engine.json_reader import Path
from policies.review.remarks import Remark, path_of
from policies.review.spoken import gettext as _
from policies.review.subject import Subject

LIMITING = frozenset(
    {
        "aws:calledvia",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:userid",
        "aws:username",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "kms:calleraccount",
        "lambda:functionurlauthtype",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "sns:endpoint",
    }
)
"""Keys that tell callers apart. Source: IAM Access Analyzer, "What is public access"; Amazon S3 User
Guide, "The meaning of public". Tags of principals are not among them: anybody can have them."""

SOURCES = frozenset(
    {"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner"}
)

_UNIQUE_ID = re.compile(r"A[A-Z0-9]{15,127}")
_FEDERATED_ACTIONS = frozenset({"sts:assumerolewithsaml", "sts:assumerolewithwebidentity"})
_GATEWAYS = frozenset({"s3", "dynamodb"})
"""The services of gateway endpoints. Source: VPC User Guide, "Gateway endpoints"."""
_EVERYBODY = frozenset({"*", "0.0.0.0/0", "::/0", "repo:*"})
"""Values that do not keep anybody out; the last one is every repository of GitHub."""


def of_principals(subject: Subject, statement: Statement) -> Iterator[Remark]:
    if statement.principals is None or subject.kind is PolicyKind.RESOURCE_CONTROL:
        return
    path = path_of(statement)
    if statement.excludes_principals:
        yield Remark(
            (*path, "NotPrincipal"),
            "not-principal",
            _("`NotPrincipal` denies more than it seems to"),
            _(
                "Everybody with a permissions boundary is denied, and a session unless its account and role "
                "are listed, too."
            ),
        )
    element = (*path, "NotPrincipal" if statement.excludes_principals else "Principal")
    for pattern, where in _entries(subject, statement, element):
        yield from _of_entry(subject, statement, pattern, where)


def is_everybody(pattern: PrincipalPattern) -> bool:
    return pattern.value == "*" and pattern.kind in ("*", "AWS")


def limits_callers(condition: Condition, keys: frozenset[str]) -> bool:
    """Whether it holds only where one of ``keys`` has one of some values."""
    operator = condition.operator
    if condition.key.lower() not in keys or operator.base == "Null" or is_negated(operator.base):
        return False
    if operator.if_exists or operator.quantifier == "ForAllValues":
        return False
    return not any(value.source in _EVERYBODY for value in condition.values)


def _entries(
    subject: Subject, statement: Statement, element: Path
) -> Iterator[tuple[PrincipalPattern, Path]]:
    counts: dict[str, int] = {}
    for pattern in statement.principals or ():
        if pattern.kind == "*":
            yield pattern, element
            continue
        number = counts[pattern.kind] = counts.get(pattern.kind, -1) + 1
        yield pattern, subject.entry((*element, pattern.kind), number)


def _of_entry(
    subject: Subject, statement: Statement, pattern: PrincipalPattern, path: Path
) -> Iterator[Remark]:
    value = pattern.value
    allows = statement.effect is Effect.ALLOW and not statement.excludes_principals
    if pattern.kind == "AWS" and _UNIQUE_ID.fullmatch(value):
        title = _("`%(principal)s` is what is left of a principal that was deleted") % {"principal": value}
        detail = _("AWS shows a unique id where the ARN has gone. One made anew by that name is another.")
        yield Remark(path, "deleted-principal", title, detail, word=value)
    if pattern.kind == "Federated" and subject.kind is not PolicyKind.TRUST:
        title = _("only a trust policy names an identity provider")
        says = _("Whoever signs in through `%(provider)s` calls as a session of the role.")
        detail = says % {"provider": value}
        yield Remark(path, "federated-outside-trust", title, detail, word=value)
    if allows and subject.kind is PolicyKind.TRUST:
        yield from _of_trusted(subject, statement, pattern, path)
    if allows and subject.kind in (PolicyKind.TRUST, PolicyKind.RESOURCE) and is_everybody(pattern):
        yield from _of_everybody(subject, statement, path)
    if allows and subject.kind is PolicyKind.RESOURCE and pattern.kind == "Service":
        yield from _of_service(statement, value, path)
    if subject.kind is PolicyKind.VPC_ENDPOINT and not is_everybody(pattern):
        yield from _of_gateway(statement, pattern, path)


def _of_everybody(subject: Subject, statement: Statement, path: Path) -> Iterator[Remark]:
    if not any(limits_callers(condition, LIMITING) for condition in statement.conditions):
        is_of_role = subject.kind is PolicyKind.TRUST
        title = _("anybody may assume this role") if is_of_role else _("anybody may use this resource")
        detail = _("No condition tells callers apart: everybody in the world may.")
        if statement.conditions:
            detail = _(
                "No condition tells callers apart: everybody in the world may when the condition holds."
            )
        yield Remark(path, "anyone", title, detail, word="*")


def _of_service(statement: Statement, service: str, path: Path) -> Iterator[Remark]:
    if not any(limits_callers(condition, SOURCES) for condition in statement.conditions):
        title = _("`%(service)s` may do this on behalf of any account") % {"service": service}
        detail = _("Somebody else can have the service reach your resource: it is then a confused deputy.")
        yield Remark(path, "service-for-anyone", title, detail, word=service)


def _of_trusted(
    subject: Subject, statement: Statement, pattern: PrincipalPattern, path: Path
) -> Iterator[Remark]:
    names = {name.lower() for name in subject.catalogue.universe.names(subject.meant(statement))}
    is_federated = pattern.kind == "Federated"
    assumes = names & (_FEDERATED_ACTIONS | {"sts:assumerole"})
    wanted = _FEDERATED_ACTIONS if is_federated else {"sts:assumerole"}
    if assumes and not assumes & wanted and not is_everybody(pattern):
        title = _("`%(principal)s` cannot ask for this") % {"principal": pattern.value}
        advice = _("Write `%(instead)s`.") % {"instead": "sts:AssumeRole"}
        if is_federated:
            advice = _("Write `sts:AssumeRoleWithSAML` or `sts:AssumeRoleWithWebIdentity`.")
        yield Remark(path, "action-of-other-principal", title, word=pattern.value, advice=advice)
    if is_federated and "sts:assumerolewithwebidentity" in assumes and not _tells_subjects_apart(statement):
        title = _("everybody whom the provider knows may assume this role")
        detail = _("It knows other people's accounts, too, and vouches for them.")
        yield Remark(path, "identity-provider-for-anyone", title, detail, word=pattern.value)


def _tells_subjects_apart(statement: Statement) -> bool:
    """Whether a condition on a key of the tokens holds for some values only, other than the audience,
    which a public provider gives to everybody; for Cognito and the like the audience is one's own."""
    for condition in statement.conditions:
        host, __, claim = condition.key.lower().rpartition(":")
        if "." not in host or not limits_callers(condition, frozenset({condition.key.lower()})):
            continue
        is_public = host.startswith(("token.actions.", "gitlab.com", "agent.", "oidc.circleci.com"))
        if claim != "aud" or not is_public:
            return True
    return False


def _of_gateway(statement: Statement, pattern: PrincipalPattern, path: Path) -> Iterator[Remark]:
    if any(action.service in _GATEWAYS for action in statement.actions):
        title = _("the policy of a gateway endpoint means everybody in Principal")
        detail = _("S3 and DynamoDB through a gateway take only `*` there.")
        yield Remark(path, "principal-of-gateway", title, detail, word=pattern.value)
