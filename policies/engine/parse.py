"""Text to ``PolicyDocument``, once, at the door; every fault is collected and placed.

Source: IAM User Guide, "Grammar of the IAM JSON policy language" and "Policy elements";
Organizations User Guide, "SCP syntax" and "RCP syntax". Where the guides leave open whether AWS takes
something, it is taken here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from policies.engine.document import (
    ActionPattern,
    Condition,
    Effect,
    Operator,
    PolicyDocument,
    PolicyKind,
    PrincipalPattern,
    Statement,
    Template,
)
from policies.engine.faults import Fault, Finding, PolicySyntaxError, fault_at, place_of, placed
from policies.engine.json_reader import (
    Json,
    JsonSyntaxError,
    NotPlain,
    Number,
    Path,
    Reading,
    read,
    read_with_places,
)
from policies.engine.operators import OPERATORS
from policies.engine.variables import template

CURRENT_VERSION = "2012-10-17"
FIRST_VERSION = "2008-10-17"
"""What a document without ``Version`` has. Source: IAM User Guide, "Policy elements: Version"."""


__all__ = ["Fault", "PolicySyntaxError", "parse_policy"]


def parse_policy(text: str, kind: PolicyKind) -> PolicyDocument:
    """The document that ``text`` writes down. Raises ``PolicySyntaxError`` and nothing else."""
    reading: Reading | None = None
    try:
        value = read(text)
    except NotPlain:
        reading = _reading(text)
        value = reading.value
    parser = _Parser(kind, text)
    document = parser.document(value)
    if parser.findings or (reading is not None and reading.faults):
        raise PolicySyntaxError(tuple(placed(parser.findings, reading or _reading(text))))
    return document


def _reading(text: str) -> Reading:
    try:
        return read_with_places(text)
    except JsonSyntaxError as error:
        fault = error.fault
        raise PolicySyntaxError((fault_at(fault.place, fault.path, fault.message),)) from None


_VENDOR = re.compile(r"[A-Za-z0-9.-]+")
_ACTION_NAME = re.compile(r"[A-Za-z0-9*?._-]+")
_ARN_START = re.compile(r"arn:[^:]*:[^:*?]+(:|$)")
_IAM_ARN_WITH_REGION = re.compile(r"arn:[^:]*:iam:[^:*?$]+:")
_NULL = re.compile(r"(For(All|Any)Values?:)?Null(IfExists)?", re.IGNORECASE)
"""With a prefix or a suffix, which the operator does not take."""
_SID = re.compile(r"[A-Za-z0-9]*")
_NOT_IN_IAM = re.compile(r"[^\t\n\r\u0020-\u00ff]")
"""Source: IAM API Reference, the pattern of ``PolicyDocument``. Organizations takes anything."""
_AWS_PRINCIPAL = re.compile(
    r"\*|[0-9]{12}|A[A-Z0-9]{15,127}"
    r"|arn:[a-z-]+:iam::[0-9]{12}:(root|(user|role)/[^*?]+)"
    r"|arn:[a-z-]+:sts::[0-9]{12}:(assumed-role|federated-user|self)(/[^*?]+)?"
)

_TOP_ELEMENTS = ("Version", "Id", "Statement")
_STATEMENT_ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_PRINCIPAL_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")
_IN_IAM = (PolicyKind.IDENTITY, PolicyKind.PERMISSIONS_BOUNDARY, PolicyKind.SESSION, PolicyKind.TRUST)
_HAS_PRINCIPALS = (PolicyKind.TRUST, PolicyKind.RESOURCE, PolicyKind.RESOURCE_CONTROL)
_WHY_NO_PRINCIPAL = {
    PolicyKind.IDENTITY: "an identity policy applies to whom it is attached to; delete this",
    PolicyKind.PERMISSIONS_BOUNDARY: "a permissions boundary applies to whom it is set on; delete this",
    PolicyKind.SESSION: "a session policy applies to the session it is passed for; delete this",
    PolicyKind.SERVICE_CONTROL: "a service control policy applies to every principal of the accounts below; "
    "delete this (to spare somebody, use a condition on aws:PrincipalArn)",
}

Element = TypeVar("Element")


@dataclass(slots=True)
class _Parser:
    """Reads on after a fault, so that one look finds all of them; what it returns then is not used."""

    kind: PolicyKind
    text: str
    version: str = FIRST_VERSION
    sids: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def fault(self, path: Path, message: str, *, on_key: bool = False) -> None:
        self.findings.append(Finding(path, message, on_key))

    def document(self, value: Json) -> PolicyDocument:
        self.characters()
        if not isinstance(value, dict):
            self.fault((), "a policy is an object, in braces: { … }")
            return PolicyDocument(self.kind, self.text, self.version, None, ())
        members = self.members(value, (), _TOP_ELEMENTS)
        version = members.get("Version", FIRST_VERSION)
        if version not in (CURRENT_VERSION, FIRST_VERSION):
            message = f'must be "{CURRENT_VERSION}": the version of the policy language, not a date of yours'
            self.fault(("Version",), message)
        elif version != CURRENT_VERSION and self.kind is PolicyKind.RESOURCE_CONTROL:
            where: Path = ("Version",) if "Version" in members else ()
            self.fault(where, f'an RCP needs "Version": "{CURRENT_VERSION}"')
        self.version = str(version)
        identifier = self.text_of(members, (), "Id")
        statements: tuple[Statement, ...] = ()
        if "Statement" in members:
            statements = tuple(self.statements(members["Statement"]))
        else:
            self.fault((), 'Statement is missing; write "Statement": [ … ]')
        return PolicyDocument(self.kind, self.text, self.version, identifier, statements)

    def characters(self) -> None:
        found = _NOT_IN_IAM.search(self.text) if self.kind in _IN_IAM else None
        if found:
            shown = f"“{found.group()}”" if found.group().isprintable() else f"U+{ord(found.group()):04X}"
            message = f"IAM takes no {shown} in a policy, only characters up to ÿ; delete it"
            self.findings.append(Finding((), message, place=place_of(self.text, found.start())))

    def members(self, value: dict[str, Json], path: Path, known: Sequence[str]) -> Mapping[str, Json]:
        """The known members of an object, in the order of ``known``; a fault for every other."""
        for name in value.keys() - set(known):
            self.fault((*path, name), f"unknown element{_meant(name, known)}", on_key=True)
        return {name: value[name] for name in known if name in value}

    def text_of(self, members: Mapping[str, Json], path: Path, name: str) -> str | None:
        value = members.get(name)
        if name in members and not _is_text(value):
            self.fault((*path, name), "must be a text in double quotes")
            return None
        return None if value is None else str(value)

    def statements(self, value: Json) -> Iterator[Statement]:
        if value == []:
            self.fault(("Statement",), "the list is empty; a policy needs at least one statement")
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            path: Path = ("Statement", index) if isinstance(value, list) else ("Statement",)
            if isinstance(item, dict):
                yield self.statement(item, path, index)
            else:
                self.fault(path, "a statement is an object, in braces: { … }")

    def statement(self, value: dict[str, Json], path: Path, index: int) -> Statement:
        members = self.members(value, path, _STATEMENT_ELEMENTS)
        effect = self.effect(members, path)
        if self.kind is PolicyKind.RESOURCE_CONTROL and not _allows_everything(members):
            self.only_denies(members, path, effect)
        principals, excludes_principals = self.principal_element(members, path, effect)
        actions, excludes_actions = self.one_of_two(members, path, "Action", self.action)
        resources: tuple[Template, ...] = ()
        excludes_resources = False
        if self.kind is PolicyKind.TRUST:
            why = "a trust policy has none: its resource is the role that carries it; delete this"
            self.prohibit(members, path, ("Resource", "NotResource"), why)
        else:
            resources, excludes_resources = self.one_of_two(members, path, "Resource", self.resource)
        return Statement(
            index=index,
            pointer="/" + "/".join(map(str, path)),
            sid=self.sid(members, path),
            effect=effect,
            actions=actions,
            excludes_actions=excludes_actions,
            resources=resources,
            excludes_resources=excludes_resources,
            principals=principals,
            excludes_principals=excludes_principals,
            conditions=tuple(self.conditions(members.get("Condition", {}), (*path, "Condition"))),
        )

    def only_denies(self, members: Mapping[str, Json], path: Path, effect: Effect) -> None:
        """What an RCP may not have, unless it is RCPFullAWSAccess. Source: "RCP syntax"."""
        if effect is Effect.ALLOW:
            why = 'must be "Deny": an RCP only denies; RCPFullAWSAccess, on every level, allows'
            self.fault((*path, "Effect"), why)
        why = "an RCP takes only Action; name what is denied"
        self.prohibit(members, path, ("NotAction",), why)
        if _is_one(members.get("Action"), "*", "*:*"):
            why = "an RCP names the service of each action, as in s3:*"
            self.fault((*path, "Action"), why)

    def sid(self, members: Mapping[str, Json], path: Path) -> str | None:
        sid = self.text_of(members, path, "Sid")
        if not sid:
            return None
        if sid in self.sids:
            self.fault((*path, "Sid"), f'an earlier statement has the Sid "{sid}"; each needs its own')
        self.sids.add(sid)
        if self.kind in _IN_IAM and not _SID.fullmatch(sid):
            self.fault((*path, "Sid"), "IAM takes only the letters A to Z, a to z and digits in a Sid")
        return sid

    def effect(self, members: Mapping[str, Json], path: Path) -> Effect:
        value = members.get("Effect")
        if value in ("Allow", "Deny"):
            return Effect(value)
        if "Effect" in members:
            self.fault((*path, "Effect"), f'must be "Allow" or "Deny"{_meant(value, ("Allow", "Deny"))}')
        else:
            self.fault(path, 'Effect is missing; write "Effect": "Allow" or "Effect": "Deny"')
        return Effect.DENY

    def one_of_two(
        self, members: Mapping[str, Json], path: Path, name: str, element: Callable[[str, Path], Element]
    ) -> tuple[tuple[Element, ...], bool]:
        """The elements of ``name`` or ``Not…name``, whichever stands there, and whether it was the latter."""
        opposite = f"Not{name}"
        if name in members and opposite in members:
            self.fault((*path, opposite), f"a statement has {name} or {opposite}, not both", on_key=True)
        if name not in members and opposite not in members:
            self.fault(path, f"{name} is missing; write what the statement is about in {name} or {opposite}")
            return (), False
        chosen = name if name in members else opposite
        texts = self.texts(members[chosen], (*path, chosen))
        return tuple(element(text, where) for text, where in texts), chosen == opposite

    def texts(self, value: Json, path: Path) -> list[tuple[str, Path]]:
        """One text or a list of texts, each with its path."""
        if _is_text(value):
            return [(str(value), path)]
        if not isinstance(value, list):
            self.fault(path, "must be a text in double quotes, or a list of such texts")
            return []
        if not value:
            self.fault(path, "the list is empty; name at least one, or * for all")
        for index, item in enumerate(value):
            if not _is_text(item):
                self.fault((*path, index), "must be a text in double quotes")
        return [(str(item), (*path, index)) for index, item in enumerate(value) if _is_text(item)]

    def action(self, source: str, path: Path) -> ActionPattern:
        service, colon, name = source.partition(":")
        if source in ("*", "*:*"):
            service = name = "*"
        elif not colon:
            self.fault(path, f'"{source}" names no service; write as in s3:GetObject, or * for every action')
        elif ":" in name:
            self.fault(path, f'"{source}" has more than one colon; write service:Name as in s3:GetObject')
        elif set(service) & set("*?"):
            self.fault(path, f'"{source}": no wildcard stands for a service; write it out as in s3:Get*')
        elif not _VENDOR.fullmatch(service):
            self.fault(path, f'"{service}" is no service; write its prefix as in s3:GetObject')
        elif not _ACTION_NAME.fullmatch(name):
            self.fault(
                path, f'"{source}" is no action; write as in s3:GetObject, or s3:* for all of a service'
            )
        elif self.kind is PolicyKind.TRUST and service.lower() != "sts":
            self.fault(path, "a trust policy is only about assuming the role; write sts:AssumeRole")
        return ActionPattern(source, service.lower(), name.lower())

    def resource(self, source: str, path: Path) -> Template:
        if source != "*" and not _ARN_START.match(source):
            form = "* or an ARN whose service is written out, as in arn:aws:s3:::bucket/*"
            self.fault(path, f'"{source}": must be {form}')
        elif self.kind in _IN_IAM and _IAM_ARN_WITH_REGION.match(source):
            self.fault(
                path, f'"{source}": IAM is the same in all regions; leave the region empty: arn:aws:iam::…'
            )
        return template(source, self.version)

    def prohibit(self, members: Mapping[str, Json], path: Path, names: Sequence[str], why: str) -> None:
        for name in names:
            if name in members:
                self.fault((*path, name), why, on_key=True)

    def principal_element(
        self, members: Mapping[str, Json], path: Path, effect: Effect
    ) -> tuple[tuple[PrincipalPattern, ...] | None, bool]:
        if self.kind not in _HAS_PRINCIPALS:
            self.prohibit(members, path, ("Principal", "NotPrincipal"), _WHY_NO_PRINCIPAL[self.kind])
            return None, False
        if "Principal" not in members and "NotPrincipal" not in members:
            example = '"Principal": {"AWS": "arn:aws:iam::111111111111:root"}'
            self.fault(path, f"Principal is missing; write who is meant, as in {example}")
            return None, False
        excludes = "Principal" not in members
        if self.kind is PolicyKind.RESOURCE_CONTROL:
            why = 'must be "*": an RCP is about everybody; to spare somebody, use a condition'
            self.prohibit(members, path, ("NotPrincipal",), f"here stands Principal, and it {why}")
            if members.get("Principal", "*") != "*":
                self.fault((*path, "Principal"), why)
        elif "NotPrincipal" in members:
            self.not_principal((*path, "NotPrincipal"), effect, beside_principal=not excludes)
        name = "NotPrincipal" if excludes else "Principal"
        return tuple(self.principals(members[name], (*path, name))), excludes

    def not_principal(self, path: Path, effect: Effect, *, beside_principal: bool) -> None:
        if self.kind is PolicyKind.TRUST:
            self.fault(path, "a trust policy takes only Principal", on_key=True)
        elif beside_principal:
            self.fault(path, "a statement has Principal or NotPrincipal, not both", on_key=True)
        elif effect is Effect.ALLOW:
            self.fault(
                path, "stands only with Deny; with Allow, name whom you mean in Principal", on_key=True
            )

    def principals(self, value: Json, path: Path) -> Iterator[PrincipalPattern]:
        if value == "*":
            yield PrincipalPattern("*", "*")
        elif not isinstance(value, dict) or not value:
            self.fault(path, 'must be "*" or an object that says which kind, as in {"AWS": "111111111111"}')
        else:
            for kind, entries in self.members(value, path, _PRINCIPAL_KINDS).items():
                for text, where in self.texts(entries, (*path, kind)):
                    self.principal(kind, text, where)
                    yield PrincipalPattern(kind, text)

    def principal(self, kind: str, source: str, path: Path) -> None:
        if kind == "AWS" and not _AWS_PRINCIPAL.fullmatch(source):
            if ":group/" in source:
                self.fault(path, "a group is no principal; name its users, or a role")
            else:
                forms = (
                    "* alone, twelve digits, or the whole ARN of an account, user or role, without wildcards"
                )
                self.fault(path, f'"{source}" names no principal; write {forms}')
        elif kind == "Service" and "*" in source:
            self.fault(path, "name the service, as in ec2.amazonaws.com; no wildcard stands for all")

    def conditions(self, value: Json, path: Path) -> Iterator[Condition]:
        if not isinstance(value, dict):
            self.fault(
                path, 'must be an object, as in {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}'
            )
            return
        for name, keys in value.items():
            operator = OPERATORS.get(name)
            if operator is None:
                meant = "; did you mean Null?" if _NULL.fullmatch(name) else _meant(name, OPERATORS)
                self.fault((*path, name), f"unknown operator{meant}", on_key=True)
            if not isinstance(keys, dict):
                self.fault(
                    (*path, name), 'must be an object of keys and values, as in {"aws:username": "alice"}'
                )
                continue
            for key, values in keys.items():
                yield self.condition(operator or _ANY_OPERATOR, key, values, (*path, name, key))

    def condition(self, operator: Operator, key: str, values: Json, path: Path) -> Condition:
        if not key.strip():
            self.fault(
                path, "the condition key has no name; write one as in aws:RequestedRegion", on_key=True
            )
        items = values if isinstance(values, list) else [values]
        for index, item in enumerate(items):
            if item is None or isinstance(item, (dict, list)):
                where = (*path, index) if isinstance(values, list) else path
                self.fault(where, "must be a text, a number, true or false, or a list of such")
        return Condition(operator, key, tuple(template(_as_text(item), self.version) for item in items))


_ANY_OPERATOR = OPERATORS["StringEquals"]
"""For an unknown operator, so that its values are looked at too."""


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)


def _is_one(value: Json, *texts: str) -> bool:
    """Whether one of ``texts`` stands there, by itself or in a list."""
    return any(item in texts for item in (value if isinstance(value, list) else [value]))


def _allows_everything(members: Mapping[str, Json]) -> bool:
    """Whether the statement is that of RCPFullAWSAccess."""
    wanted = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    said = {name: value for name, value in members.items() if name != "Sid"}
    return said in (wanted, {**wanted, "Action": ["*"], "Resource": ["*"]})


def _as_text(value: Json) -> str:
    """AWS takes JSON booleans and numbers as condition values and compares their text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _meant(name: Json, known: Sequence[str] | Mapping[str, object]) -> str:
    """``; did you mean …?`` when a known name is near, else the short list of what there is."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    near = get_close_matches(str(name).lower(), by_lower, n=1, cutoff=0.75)
    if near:
        return f"; did you mean {by_lower[near[0]]}?"
    return f"; known are {', '.join(known)}" if 2 < len(known) < 10 else ""
