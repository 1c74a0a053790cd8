"""Answers of AWS to a scenario document."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from accounts.organization.importing.answers import Answer
from accounts.organization.importing.credentials import SINCE_UNKNOWN
from accounts.organization.importing.gathering import Gathering
from accounts.organization.importing.pseudonyms import pseudonymised
from accounts.organization.importing.remarks import Remark
from accounts.organization.scenario import FORMAT, VERSION, ScenarioError, ScenarioFault, from_document
from accounts.organization.scenario.plain import Members, present
from accounts.organization.state import FULL_ACCESS, FULL_AWS_ACCESS, Organization, PolicyType

_STATES: Final = frozenset({"PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"})


@dataclass(frozen=True, slots=True)
class Imported:
    """``document`` is the scenario, ``organization`` what it describes. ``remarks`` are what differs from
    what AWS has: left out, assumed, or not simulated. ``replaced`` is how many of what have pseudonyms."""

    document: Mapping[str, object]
    organization: Organization
    remarks: tuple[Remark, ...]
    replaced: Mapping[str, int]


def import_answers(answers: Iterable[Answer], *, keep_identifiers: bool, seed: str) -> Imported:
    """The organization that ``answers`` tell of, in any order.

    ``seed`` serves the reading of scenarios. Unless ``keep_identifiers``, numbers of accounts, identifiers,
    e-mail addresses and the names of accounts are others. Raises ``ScenarioError`` with all faults.
    """
    gathering = Gathering()
    for answer in answers:
        gathering.add(answer)
    faults = [*gathering.findings.faults, *_missing(gathering)]
    if faults:
        raise ScenarioError(faults)
    document: Mapping[str, object] = _document(gathering)
    replaced: Mapping[str, int] = {}
    if not keep_identifiers:
        document, replaced = pseudonymised(document)
    return Imported(document, from_document(document, seed), gathering.findings.remarks.all(), replaced)


def _missing(gathering: Gathering) -> list[ScenarioFault]:
    """What no organization can do without, and which command prints it."""
    wanted = [
        (gathering.organization, "describe-organization"),
        (gathering.root, "list-roots"),
        (gathering.accounts, "list-accounts"),
    ]
    faults = [
        ScenarioFault("", f"the output of aws organizations {command} is missing")
        for there, command in wanted
        if not there
    ]
    orphans = [child for child in (*gathering.units, *gathering.accounts) if child not in gathering.parents]
    if gathering.root and orphans:
        faults.append(
            ScenarioFault(
                "",
                f"the parent of {', '.join(orphans[:3])}{' and others' if len(orphans) > 3 else ''} is not "
                "told; add the output of aws organizations list-parents, or of list-accounts-for-parent and "
                "list-organizational-units-for-parent, with the identifier asked for in the file's name",
            )
        )
    return faults


def _remark_on_strangers(gathering: Gathering) -> None:
    """What was told of things that nothing lists would be lost silently."""
    targets = {str(gathering.root["id"]), *gathering.units, *gathering.accounts}
    told: list[tuple[Iterable[str], Container[str], str]] = [
        (gathering.identities, gathering.accounts, "is not among the accounts; what is in it is left out"),
        (gathering.attached, targets, "is in no list; what is attached to it is left out"),
        (gathering.tags, targets | set(gathering.policies), "is in no list; its tags are left out"),
    ]
    for subjects, known, message in told:
        for subject in subjects:
            if subject not in known:
                gathering.findings.remarks.note(subject, message)
    for account_id, identities in gathering.identities.items():
        for name in identities.strangers():
            gathering.findings.remarks.note(
                f"{account_id} {name}", "is in no list of users; the credentials are left out"
            )


def _document(gathering: Gathering) -> Members:
    _remark_on_strangers(gathering)
    enabled = _enabled(gathering)
    policies = list(_policies(gathering))
    return {
        "format": FORMAT,
        "version": VERSION,
        "organization": {
            **gathering.organization,
            **present(
                trusted_services={
                    service: since or SINCE_UNKNOWN for service, since in gathering.trusted_services.items()
                },
                delegated_administrators={
                    account_id: {service: since or SINCE_UNKNOWN for service, since in services.items()}
                    for account_id, services in gathering.delegated.items()
                },
                resource_policy=gathering.resource_policy,
            ),
        },
        "root": {**gathering.root, **_common(gathering, str(gathering.root["id"]), enabled)},
        "policies": policies,
        "organizational_units": [
            {**unit, "parent_id": gathering.parents[unit_id], **_common(gathering, unit_id, enabled)}
            for unit_id, unit in gathering.units.items()
        ],
        "accounts": [
            _account(gathering, account_id, account, enabled)
            for account_id, account in gathering.accounts.items()
        ],
    }


def _enabled(gathering: Gathering) -> frozenset[str]:
    names = gathering.root["policy_types"]
    return frozenset(map(str, names)) if isinstance(names, list) else frozenset()


def _policies(gathering: Gathering) -> Iterable[Members]:
    for policy_id, policy in gathering.policies.items():
        tags = present(tags=gathering.tags.get(policy_id))
        if policy_id in gathering.contents:
            yield {**policy, "content": gathering.contents[policy_id], **tags}
        elif policy_id not in gathering.left_out:
            gathering.left_out.add(policy_id)
            gathering.findings.remarks.note(
                f"{policy['name']}", "is left out: there is no output of aws organizations describe-policy"
            )


def _account(gathering: Gathering, account_id: str, account: Members, enabled: frozenset[str]) -> Members:
    remarks = gathering.findings.remarks
    identities = gathering.identities.get(account_id)
    if identities is None or not identities.has_details:
        remarks.note(account_id, "there is no output of get-account-authorization-details; its IAM is empty")
    head = {"joined": SINCE_UNKNOWN, **account}
    if "joined" not in account:
        remarks.note(account_id, "does not say when it joined")
    if head.get("state", "ACTIVE") not in _STATES:
        remarks.note(account_id, f"the state {head['state']} is not simulated; ACTIVE is assumed")
        del head["state"]
    return {
        **head,
        "parent_id": gathering.parents[account_id],
        **_common(gathering, account_id, enabled),
        **({} if identities is None else identities.members()),
    }


def _common(gathering: Gathering, target_id: str, enabled: frozenset[str]) -> Members:
    """The policies attached to a root, unit or account, and its tags."""
    return present(
        attached=_attached(gathering, target_id, enabled), tags=dict(gathering.tags.get(target_id, {}))
    )


def _attached(gathering: Gathering, target_id: str, enabled: frozenset[str]) -> list[str]:
    types = {policy.id: policy.type.value for policy in FULL_ACCESS.values()}
    attached = []
    for policy_id in gathering.attached.get(target_id, ()):
        if policy_id in gathering.contents:
            policy_type = str(gathering.policies[policy_id]["type"])
        elif policy_id in types:
            policy_type = types[policy_id]
        else:
            if policy_id not in gathering.left_out:
                gathering.findings.remarks.note(target_id, f"{policy_id} is attached, but described nowhere")
            continue
        if policy_type in enabled:
            attached.append(policy_id)
        elif policy_id not in types:
            gathering.findings.remarks.note(
                target_id, f"{policy_id} is detached, since its type, {policy_type}, is not enabled"
            )
    _add_full_access(gathering, target_id, attached, enabled)
    return attached


def _add_full_access(
    gathering: Gathering, target_id: str, attached: list[str], enabled: frozenset[str]
) -> None:
    """AWS lets nobody detach the RCP, and the SCP only if there is another."""
    remarks = gathering.findings.remarks
    for policy_type, policy in FULL_ACCESS.items():
        if policy_type.value not in enabled or policy.id in attached:
            continue
        if policy_type is PolicyType.RESOURCE_CONTROL_POLICY:
            attached.insert(0, policy.id)
        elif not any(
            each in gathering.policies and gathering.policies[each]["type"] == policy_type.value
            for each in attached
        ):
            attached.insert(0, FULL_AWS_ACCESS.id)
            remarks.note(target_id, "no SCP is known to be attached; FullAWSAccess is assumed")
