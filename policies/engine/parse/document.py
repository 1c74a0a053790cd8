"""The frame of a policy: its version and its statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.engine.document import PolicyDocument, PolicyKind, Statement
from policies.engine.faults import FaultCode, place_of
from policies.engine.json_reader import Json, Path
from policies.engine.parse.collector import FIRST_VERSION, Collector
from policies.engine.parse.kinds import KEPT_IN_IAM
from policies.engine.parse.statements import statement_of

CURRENT_VERSION = "2012-10-17"

_ELEMENTS = ("Version", "Id", "Statement")
_NOT_IN_IAM = re.compile(r"[^\t\n\r\u0020-\u00ff]")
"""Source: IAM API Reference, the pattern of ``PolicyDocument``. Organizations takes anything."""


def document_of(value: Json, collector: Collector) -> PolicyDocument:
    _check_characters(collector)
    kind, text = collector.kind, collector.text
    if not isinstance(value, dict):
        collector.fault((), FaultCode.WRONG_SHAPE, "a policy is an object, in braces: { … }")
        return PolicyDocument(kind, text, collector.version, None, ())
    members = collector.members(value, (), _ELEMENTS)
    collector.version = _version(members.get("Version", FIRST_VERSION), "Version" in members, collector)
    identifier = collector.text_of(members, (), "Id")
    statements: tuple[Statement, ...] = ()
    if "Statement" in members:
        statements = tuple(_statements(members["Statement"], collector))
    else:
        message = 'Statement is missing; write "Statement": [ … ]'
        collector.fault((), FaultCode.MISSING_ELEMENT, message)
    return PolicyDocument(kind, text, collector.version, identifier, statements)


def _version(version: Json, is_said: bool, collector: Collector) -> str:
    if version not in (CURRENT_VERSION, FIRST_VERSION):
        message = f'must be "{CURRENT_VERSION}": the version of the policy language, not a date of yours'
        collector.fault(("Version",), FaultCode.INVALID_VERSION, message)
    elif version != CURRENT_VERSION and collector.kind is PolicyKind.RESOURCE_CONTROL:
        where: Path = ("Version",) if is_said else ()
        collector.fault(where, FaultCode.INVALID_VERSION, f'an RCP needs "Version": "{CURRENT_VERSION}"')
    return str(version)


def _statements(value: Json, collector: Collector) -> Iterator[Statement]:
    if value == []:
        message = "the list is empty; a policy needs at least one statement"
        collector.fault(("Statement",), FaultCode.EMPTY_LIST, message)
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        path: Path = ("Statement", index) if isinstance(value, list) else ("Statement",)
        if isinstance(item, dict):
            yield statement_of(item, path, index, collector)
        else:
            collector.fault(path, FaultCode.WRONG_SHAPE, "a statement is an object, in braces: { … }")


def _check_characters(collector: Collector) -> None:
    found = _NOT_IN_IAM.search(collector.text) if collector.kind in KEPT_IN_IAM else None
    if found:
        shown = f"“{found.group()}”" if found.group().isprintable() else f"U+{ord(found.group()):04X}"
        message = f"IAM takes no {shown} in a policy, only characters up to ÿ; delete it"
        place = place_of(collector.text, found.start())
        collector.fault((), FaultCode.INVALID_CHARACTER, message, place=place)
