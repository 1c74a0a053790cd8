"""All answers of AWS Organizations together. Which operation an answer is of shows in its members.

Source: Organizations API Reference, the response syntax of each operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from accounts.organization.importing.answers import Answer, Findings, Item
from accounts.organization.importing.credentials import Credentials
from accounts.organization.importing.documents import Documents
from accounts.organization.importing.identities import Identities
from accounts.organization.scenario.json_text import is_object
from accounts.organization.scenario.plain import Members, present
from accounts.organization.state import AWS_MANAGED, PolicyType
from policies.engine.document import PolicyKind

_SIMULATED: Final = {policy_type.value: policy_type for policy_type in PolicyType}
_AWS_MANAGED_FEATURES: Final = ("AvailablePolicyTypes", "MasterAccountArn", "MasterAccountEmail", "Arn")


@dataclass(slots=True)
class Gathering:
    """What the answers so far have told. Everything is by identifier, in the order in which it came.

    ``attached`` are policies by target. ``parents`` are what any answer said of anybody's parent.
    """

    findings: Findings = field(default_factory=Findings)
    documents: Documents = field(default_factory=Documents)
    organization: Members = field(default_factory=dict)
    root: Members = field(default_factory=dict)
    units: dict[str, Members] = field(default_factory=dict)
    accounts: dict[str, Members] = field(default_factory=dict)
    policies: dict[str, Members] = field(default_factory=dict)
    contents: dict[str, object] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    attached: dict[str, list[str]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    trusted_services: dict[str, str] = field(default_factory=dict)
    delegated: dict[str, dict[str, str]] = field(default_factory=dict)
    resource_policy: Members = field(default_factory=dict)
    identities: dict[str, Identities] = field(default_factory=dict)

    def add(self, answer: Answer) -> None:
        """Take in one answer, whatever it is of; remark on one that is of nothing known."""
        body = Item(self.findings, "Answer", answer.body, answer.source)
        if _DETAILS & set(answer.body):
            self._authorization_details(body, answer.subject)
        elif "Roles" in answer.body:
            self._roles(body, answer.subject)
        else:
            known = [name for name in answer.body if name in _READERS]
            for name in known:
                _READERS[name](self, body, answer.subject)
            if not known:
                body.remark("is not an answer that is imported; left out")
                return
        body.end()

    # AWS Organizations

    def _organization(self, body: Item, _: str) -> None:
        item = body.item("Organization", "Organization")
        self.organization |= {
            "id": item.text("Id"),
            "management_account_id": item.text("MasterAccountId"),
            "feature_set": item.text("FeatureSet") or "ALL",
        }
        item.says_nothing_new(*_AWS_MANAGED_FEATURES)
        item.end()

    def _roots(self, body: Item, _: str) -> None:
        for item in body.items("Roots", "Root"):
            types = []
            for each in item.items("PolicyTypes", "PolicyTypeSummary"):
                if each.text("Status") == "ENABLED" and (name := self._policy_type(each, "Type")):
                    types.append(name)
            self.root |= {
                "id": item.text("Id"),
                "name": item.text("Name") or "Root",
                "policy_types": sorted(set(types)),
            }
            item.says_nothing_new("Arn")
            item.end()

    def _units(self, body: Item, subject: str) -> None:
        for item in body.items("OrganizationalUnits", "OrganizationalUnit"):
            self._unit(item, subject)

    def _one_unit(self, body: Item, _: str) -> None:
        self._unit(body.item("OrganizationalUnit", "OrganizationalUnit"), "")

    def _unit(self, item: Item, parent_id: str) -> None:
        unit_id = item.text("Id")
        self.units.setdefault(unit_id, {"id": unit_id, "name": item.text("Name")})
        self._parent(unit_id, parent_id or _parent_in(item.text("Path")))
        item.says_nothing_new("Arn", "Name")
        item.end()

    def _accounts(self, body: Item, subject: str) -> None:
        for item in body.items("Accounts", "Account"):
            self._account(item, subject)

    def _one_account(self, body: Item, _: str) -> None:
        self._account(body.item("Account", "Account"), "")

    def _account(self, item: Item, parent_id: str) -> None:
        account_id = item.text("Id")
        paths = item.texts("Paths")
        self.accounts[account_id] = {
            "id": account_id,
            "name": item.text("Name"),
            "email": item.text("Email"),
            **present(
                joined=item.time("JoinedTimestamp"),
                joined_method=item.text("JoinedMethod"),
                # ``Status`` is the older member, without the states in which an account is being made.
                state=item.text("State") or item.text("Status"),
            ),
        }
        self._parent(account_id, parent_id or _parent_in(paths[0] if paths else ""))
        item.says_nothing_new("Arn", "Status", "State")
        item.end()

    def _parents(self, body: Item, subject: str) -> None:
        for item in body.items("Parents", "Parent"):
            if self._knows(item, subject):
                self._parent(subject, item.text("Id"))
            item.says_nothing_new("Type", "Id")
            item.end()

    def _children(self, body: Item, subject: str) -> None:
        for item in body.items("Children", "Child"):
            if self._knows(item, subject):
                self._parent(item.text("Id"), subject)
            item.says_nothing_new("Type", "Id")
            item.end()

    def _parent(self, child_id: str, parent_id: str) -> None:
        if parent_id.startswith(("r-", "ou-")):
            self.parents[child_id] = parent_id

    def _policies(self, body: Item, subject: str) -> None:
        for item in body.items("Policies", "PolicySummary"):
            if item.text("Arn").startswith("arn:aws:iam:"):
                item.remark("is of iam list-policies, which is not imported; left out")
                continue
            policy_id = self._summary(item)
            if subject and not subject.startswith("p-"):
                self._attach(policy_id, subject)

    def _policy(self, body: Item, _: str) -> None:
        item = body.item("Policy", "Policy")
        policy_id = self._summary(item.item("PolicySummary", "PolicySummary"))
        policy = self.policies.get(policy_id)
        if policy is None:
            item.says_nothing_new("Content")
        else:
            kind = PolicyType(policy["type"]).kind
            what = f"the {policy['type']} {policy['name']}"
            if kind is not None:
                content = self.documents.read(item, "Content", kind, what)
            else:
                content = item.text("Content")
                if not is_object(str(content)):
                    item.remark(f"{what} is left out, since it is not JSON")
                    content = None
            if content is None:
                self.left_out.add(policy_id)
            else:
                self.contents[policy_id] = content
        item.end()

    def _summary(self, item: Item) -> str:
        """Note a policy; AWS's own are known already."""
        policy_id, name, description = item.text("Id"), item.text("Name"), item.text("Description")
        policy_type, is_aws_managed = self._policy_type(item, "Type"), item.truth("AwsManaged")
        item.says_nothing_new("Arn")
        item.end()
        if policy_id in AWS_MANAGED:
            return policy_id
        if policy_type is None or is_aws_managed:
            self.left_out.add(policy_id)
            if is_aws_managed:
                item.remark(f"AWS's own policy {name} is not simulated")
        else:
            self.policies.setdefault(
                policy_id,
                {"id": policy_id, "name": name, "description": description, "type": policy_type},
            )
        return policy_id

    def _policy_type(self, item: Item, member: str) -> str | None:
        name = item.text(member)
        if name in _SIMULATED:
            return name
        item.remark(f"the policy type {name or '(none)'} is not simulated")
        return None

    def _targets(self, body: Item, subject: str) -> None:
        for item in body.items("Targets", "PolicyTargetSummary"):
            if self._knows(item, subject):
                self._attach(subject, item.text("TargetId"))
            item.says_nothing_new("Arn", "Name", "Type", "TargetId")
            item.end()

    def _attach(self, policy_id: str, target_id: str) -> None:
        attached = self.attached.setdefault(target_id, [])
        if policy_id not in attached:
            attached.append(policy_id)

    def _tags(self, body: Item, subject: str) -> None:
        tags = body.tags()
        if tags and self._knows(body, subject):
            self.tags.setdefault(subject, {}).update(tags)

    def _trusted(self, body: Item, _: str) -> None:
        for item in body.items("EnabledServicePrincipals", "EnabledServicePrincipal"):
            self.trusted_services[item.text("ServicePrincipal")] = item.time("DateEnabled") or ""
            item.end()

    def _administrators(self, body: Item, _: str) -> None:
        for item in body.items("DelegatedAdministrators", "DelegatedAdministrator"):
            self.delegated.setdefault(item.text("Id"), {})

    def _delegated_services(self, body: Item, subject: str) -> None:
        for item in body.items("DelegatedServices", "DelegatedService"):
            service, since = item.text("ServicePrincipal"), item.time("DelegationEnabledDate")
            if self._knows(item, subject):
                self.delegated.setdefault(subject, {})[service] = since or ""
            item.end()

    def _resource_policy(self, body: Item, _: str) -> None:
        item = body.item("ResourcePolicy", "ResourcePolicy")
        summary = item.item("ResourcePolicySummary", "ResourcePolicySummary")
        content = self.documents.read(item, "Content", PolicyKind.RESOURCE, "the delegation policy")
        if content is not None:
            self.resource_policy |= {"id": summary.text("Id"), "content": content}
        summary.says_nothing_new("Arn", "Id")
        summary.end()
        item.end()

    def _knows(self, item: Item, subject: str) -> bool:
        if not subject:
            item.remark("does not say what it is about; put the identifier asked for into the file's name")
        return bool(subject)

    # IAM

    def _authorization_details(self, body: Item, subject: str) -> None:
        account_id = _owner(body.members) or subject
        if not account_id:
            # An account with nothing of its own in it.
            body.remark("does not say which account's it is; put its number into the file's name")
            body.says_nothing_new(*body.members)
            return
        self._identities_of(account_id).add_details(body)

    def _roles(self, body: Item, subject: str) -> None:
        if account_id := _owner(body.members) or subject:
            self._identities_of(account_id).add_roles(body)

    def _credentials(self, body: Item, subject: str) -> None:
        """Those that say nothing, as of somebody without access keys, are about nobody."""
        members = [member for member in body.members if member in _CREDENTIALS]
        if any(body.has(member) and body.members[member] != [] for member in members) and self._knows(
            body, subject
        ):
            credentials = self._identities_of(subject).credentials
            for read in dict.fromkeys(_CREDENTIALS[member] for member in members):
                read(credentials, body)
        body.says_nothing_new(*members)

    def _identities_of(self, account_id: str) -> Identities:
        if account_id not in self.identities:
            self.identities[account_id] = Identities(self.documents)
        return self.identities[account_id]


_CREDENTIALS: Final[Mapping[str, Callable[[Credentials, Item], None]]] = {
    "PasswordPolicy": Credentials.add_password_policy,
    "AccountAliases": Credentials.add_aliases,
    "AccessKeyMetadata": Credentials.add_keys,
    "LoginProfile": Credentials.add_login_profile,
    "VirtualMFADevices": Credentials.add_devices,
    "MFADevices": Credentials.add_devices,
}
_READERS: Final[Mapping[str, Callable[[Gathering, Item, str], None]]] = {
    "Organization": Gathering._organization,
    "Roots": Gathering._roots,
    "OrganizationalUnits": Gathering._units,
    "OrganizationalUnit": Gathering._one_unit,
    "Accounts": Gathering._accounts,
    "Account": Gathering._one_account,
    "Parents": Gathering._parents,
    "Children": Gathering._children,
    "Policies": Gathering._policies,
    "Policy": Gathering._policy,
    "Targets": Gathering._targets,
    "Tags": Gathering._tags,
    "EnabledServicePrincipals": Gathering._trusted,
    "DelegatedAdministrators": Gathering._administrators,
    "DelegatedServices": Gathering._delegated_services,
    "ResourcePolicy": Gathering._resource_policy,
    **dict.fromkeys(_CREDENTIALS, Gathering._credentials),
}
"""By the member that only this answer has. Those about something unsaid need the answer's ``subject``."""

_DETAILS: Final = frozenset({"UserDetailList", "RoleDetailList"})
ANSWERS: Final = frozenset({*_READERS, *_DETAILS, "Roles"})
"""Members by which an answer is known."""


def _parent_in(path: str) -> str:
    """The last step but the entity itself: of ``o-…/r-…/ou-…/111122223333/`` the unit."""
    steps = [step for step in path.split("/") if step]
    return steps[-2] if len(steps) > 2 else ""


def _owner(members: Mapping[str, object]) -> str:
    """The account in the ARNs of what is listed; AWS's own policies have none."""
    for items in members.values():
        for item in items if isinstance(items, list) else ():
            parts = str(item.get("Arn", "")).split(":") if isinstance(item, dict) else []
            if len(parts) > 4 and parts[4].isdigit():
                return parts[4]
    return ""
