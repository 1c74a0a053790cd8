"""The rules as cases, in plain JSON: a file a topic, a case a rule.

A case says the rule in a ``sentence``, names the ``section`` of the AWS documentation it comes from,
and gives the ``request`` and the policies as ``manage.py simulate`` takes them. ``decision`` is what the
documentation says; ``rule`` is the code of what decides, which names the level and the policy with its
statement: ``deny.explicit:scp@Prod/DenyS3#0``. A policy that breaks the grammar is an ``error``, and its
``rule`` the place. ``rows`` are the rows of truth tables and the worked examples that the case is;
``departs`` is the reason, by its identifier in ``world.json``, why the npm package iam-simulate decides
otherwise.

A case is short because it stands in the small world of ``world.json``, unless it says otherwise:

- the caller is Alice, an administrator; other callers go by their names, too;
- a resource belongs to the account in its ARN, or else to the caller's;
- ``FullAWSAccess`` is attached to every level of the path to the caller's account. The control policies
  of a case are those of single levels: ``{"Prod": [...]}`` leaves the others as they are;
- a policy is the name of one of ``policies``, of the file or of the world, or ``{name: policy}``, where
  a policy is a statement, a list of statements, or a document; a resource's statements mean that
  resource, if they name no other;
- all other kinds of policies, and the context, are not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
WIDTH = 110

Json = dict[str, Any]

_LISTS = ("permission_boundary", "session_policies")
_ADMINISTRATOR = ("AdministratorAccess",)


@dataclass(frozen=True)
class Example:
    """``written`` is the case as it stands in its file, ``content`` the whole case of ``simulate``."""

    topic: str
    written: Json
    content: Json

    @property
    def id(self) -> str:
        return f"{self.topic}: {self.written.get('sentence')}"


def files() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*.json") if path.name != "world.json")


@cache
def world() -> Json:
    content: Json = json.loads((FOLDER / "world.json").read_text())
    return content


@cache
def examples() -> tuple[Example, ...]:
    return tuple(example for path in files() for example in _examples_of(path))


def _examples_of(path: Path) -> Iterator[Example]:
    content = json.loads(path.read_text())
    policies = {**world()["policies"], **content.get("policies", {})}
    for number, written in enumerate(content["cases"]):
        yield Example(path.stem, written, _expanded(f"{path.stem}#{number}", written, policies))


def canonical(content: object, *, indent: int = 0, taken: int = 0) -> str:
    """JSON for reading: on one line what fits there. ``taken`` characters of the line are used already."""
    line = json.dumps(content, ensure_ascii=False)
    if not content or not isinstance(content, dict | list) or indent + taken + len(line) < WIDTH:
        return line
    if isinstance(content, dict):
        members = [(json.dumps(name, ensure_ascii=False) + ": ", member) for name, member in content.items()]
        opening, closing = "{}"
    else:
        members = [("", member) for member in content]
        opening, closing = "[]"
    deeper = indent + 2
    lines = [
        " " * deeper + name + canonical(member, indent=deeper, taken=len(name)) for name, member in members
    ]
    return opening + "\n" + ",\n".join(lines) + "\n" + " " * indent + closing


# --- from a short case to a whole one -----------------------------------------------------------------


def _expanded(identifier: str, written: Json, policies: Mapping[str, Any]) -> Json:
    request = _request(written["request"])
    resource, endpoint = _resource_of(request), written.get("vpc_endpoint_policy")
    return {
        "id": identifier,
        "request": request,
        **{name: _list(written[name], policies) for name in _LISTS if written.get(name) is not None},
        "identity_policies": _list(written.get("identity_policies", _ADMINISTRATOR), policies),
        "service_control_policies": _levels(
            written.get("service_control_policies", {}), _account_of(request["principal"]), policies
        ),
        "resource_control_policies": _levels(
            written.get("resource_control_policies"), request["resource_account"], policies, default=()
        ),
        "resource_policy": _resource_policy(written.get("resource_policy"), resource, policies),
        "vpc_endpoint_policy": None if endpoint is None else _policy(endpoint, policies),
    }


def _request(written: Json) -> Json:
    asked = {"context": {}, **written}
    named = written.get("principal", "Alice")
    asked["principal"] = world()["callers"].get(named, named)
    if "resource_account" not in asked:
        asked["resource_account"] = _account_of(_resource_of(asked)) or _account_of(asked["principal"])
    return asked


def _resource_of(request: Json) -> str:
    return str(request.get("resource", request.get("resource_pattern")))


def _account_of(arn: str) -> str | None:
    """The account in an ARN, if there is one: ``aws`` owns what AWS manages, buckets do not say."""
    account = (arn.split(":", 5) + [""] * 5)[4]
    return account if account.isdecimal() else None


def _levels(
    written: Mapping[str, Any] | None,
    account: str | None,
    policies: Mapping[str, Any],
    default: tuple[str, ...] = ("FullAWSAccess",),
) -> list[Json] | None:
    """The path to the account with what the case attaches; None for an account that is not bound."""
    path = world()["paths"].get(account)
    if written is None or path is None:
        return None
    if unknown := written.keys() - set(path):
        raise ValueError(f"{account} is not below {', '.join(unknown)}")
    return [{"target": level, "policies": _list(written.get(level, default), policies)} for level in path]


def _list(written: Any, policies: Mapping[str, Any]) -> list[Json]:
    return [_policy(each, policies) for each in written]


def _resource_policy(written: Any, resource: str, policies: Mapping[str, Any]) -> Json | None:
    if written is None:
        return None
    policy = _policy(written, policies)
    if ":role/" not in resource:  # a trust policy has no Resource
        statements = policy["document"]["Statement"]
        policy["document"]["Statement"] = [
            each if "NotResource" in each else {"Resource": [resource], **each} for each in statements
        ]
    return policy


def _policy(written: Any, policies: Mapping[str, Any]) -> Json:
    ((name, content),) = ({written: policies[written]} if isinstance(written, str) else written).items()
    if "Statement" not in content:
        content = {"Version": "2012-10-17", "Statement": content}
    statements = content["Statement"]
    return {
        "name": name,
        "document": {**content, "Statement": statements if isinstance(statements, list) else [statements]},
    }
