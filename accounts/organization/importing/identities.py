"""The IAM of one account. Source: IAM API Reference, ``GetAccountAuthorizationDetails``, ``ListRoles``."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX
from accounts.organization.identifiers import IAM_ID, IamPrefix
from accounts.organization.importing.answers import Item
from accounts.organization.importing.credentials import Credentials
from accounts.organization.importing.documents import Documents
from accounts.organization.scenario.plain import Members, present
from policies.catalogue import managed_policies
from policies.engine.document import PolicyKind


class Identities:
    """What the answers about one account have told so far; there may be several pages of it.

    ``has_details``: they told more than credentials.
    """

    def __init__(self, documents: Documents) -> None:
        self.credentials = Credentials()
        self._documents = documents
        self._policies: dict[str, Members] = {}
        self._groups: dict[str, Members] = {}
        self._users: dict[str, Members] = {}
        self._roles: dict[str, Members] = {}
        self._more_of_roles: dict[str, Members] = {}
        self._left_out: set[str] = set()
        self.has_details = False

    def add_details(self, body: Item) -> None:
        """``GetAccountAuthorizationDetails``."""
        self.has_details = True
        for item in body.items("Policies", "ManagedPolicyDetail"):
            self._policy(item)
        for item in body.items("GroupDetailList", "GroupDetail"):
            self._group(item)
        for item in body.items("UserDetailList", "UserDetail"):
            self._user(item)
        for item in body.items("RoleDetailList", "RoleDetail"):
            self._role(item)

    def add_roles(self, body: Item) -> None:
        """``ListRoles``, which alone says how long a role's sessions may be, and what the role is for."""
        self.has_details = True
        for item in body.items("Roles", "Role"):
            self._more_of_roles[item.text("RoleName")] = present(
                description=item.text("Description"), max_session_duration=item.integer("MaxSessionDuration")
            )

    def members(self) -> Members:
        """Of the account, in its scenario."""
        roles = [{**role, **self._more_of_roles.get(name, {})} for name, role in self._roles.items()]
        return present(
            policies=list(self._policies.values()),
            groups=[self._known(group) for group in self._groups.values()],
            users=[
                {**self._known(user), **self.credentials.of_user(name)} for name, user in self._users.items()
            ],
            roles=[self._known(role) for role in roles],
            **self.credentials.members(),
        )

    def strangers(self) -> Iterable[str]:
        """Names of users who have credentials, and were not told of otherwise."""
        return [name for name in self.credentials.users() if name not in self._users]

    def _known(self, identity: Members) -> Members:
        """Without the policies that had to be left out."""
        if not self._left_out:
            return identity
        attached = identity.get("attached")
        kept = [arn for arn in attached if arn not in self._left_out] if isinstance(attached, list) else []
        boundary = identity.get("boundary")
        rest = {name: value for name, value in identity.items() if name not in ("attached", "boundary")}
        return {**rest, **present(attached=kept, boundary=None if boundary in self._left_out else boundary)}

    def _policy(self, item: Item) -> None:
        arn = item.text("Arn")
        # moto leaves the name out, which the ARN has, too.
        name = item.text("PolicyName") or arn.rpartition("/")[2]
        if arn.startswith(AWS_MANAGED_POLICY_PREFIX):
            return  # the catalogue has them
        default = item.text("DefaultVersionId")
        versions = []
        for version in item.items("PolicyVersionList", "PolicyVersion"):
            what = f"version {version.text('VersionId')} of the managed policy {name}"
            document = self._documents.read(version, "Document", PolicyKind.IDENTITY, what)
            if document is not None:
                head = present(id=version.text("VersionId"), created=version.time("CreateDate"))
                versions.append({**head, "document": document})
            version.says_nothing_new("IsDefaultVersion", "CreateDate")
            version.end()
        if default not in [version["id"] for version in versions if "id" in version]:
            item.remark(f"the managed policy {name} is left out, since its default version is missing")
            self._left_out.add(arn)
        else:
            # AWS lists the newest first.
            versions.sort(key=lambda version: (len(str(version.get("id"))), str(version.get("id"))))
            self._policies[arn] = {
                **_head(item, "PolicyName", "PolicyId", IamPrefix.MANAGED_POLICY),
                "name": name,
                **present(description=item.text("Description"), tags=item.tags()),
                "default_version_id": default,
                "versions": versions,
            }
        item.says_nothing_new(
            "Path", "PolicyId", "CreateDate", "UpdateDate", "Description", "Tags",
            "AttachmentCount", "PermissionsBoundaryUsageCount", "IsAttachable",
        )  # fmt: skip
        item.end()

    def _group(self, item: Item) -> None:
        name = item.text("GroupName")
        self._groups[name] = {
            **_head(item, "GroupName", "GroupId", IamPrefix.GROUP),
            **self._grants(item, "GroupPolicyList", f"the group {name}"),
        }
        item.end()

    def _user(self, item: Item) -> None:
        name = item.text("UserName")
        self._users[name] = {
            **_head(item, "UserName", "UserId", IamPrefix.USER),
            **self._grants(item, "UserPolicyList", f"the user {name}"),
            **present(groups=item.texts("GroupList"), tags=item.tags(), boundary=self._boundary(item)),
        }
        item.end()

    def _role(self, item: Item) -> None:
        name = item.text("RoleName")
        what = f"the role {name}"
        trust = self._documents.read(item, "AssumeRolePolicyDocument", PolicyKind.TRUST, what)
        role = {
            **_head(item, "RoleName", "RoleId", IamPrefix.ROLE),
            "trust": trust,
            **self._grants(item, "RolePolicyList", what),
            **present(tags=item.tags(), boundary=self._boundary(item)),
        }
        if trust is not None:
            self._roles[name] = role
        item.end()

    def _grants(self, item: Item, member: str, whose: str) -> Members:
        inline = {}
        for each in item.items(member, "PolicyDetail"):
            name = each.text("PolicyName")
            what = f"the inline policy {name} of {whose}"
            document = self._documents.read(each, "PolicyDocument", PolicyKind.IDENTITY, what)
            if document is not None:
                inline[name] = document
            each.end()
        attached: list[str] = []
        for each in item.items("AttachedManagedPolicies", "AttachedPolicy"):
            attached.extend(self._simulated(each, each.text("PolicyArn")))
            each.says_nothing_new("PolicyName")
            each.end()
        return present(inline=inline, attached=list(dict.fromkeys(attached)))

    def _boundary(self, item: Item) -> str | None:
        if not item.has("PermissionsBoundary"):
            return None
        boundary = item.item("PermissionsBoundary", "AttachedPermissionsBoundary")
        arn = boundary.text("PermissionsBoundaryArn")
        boundary.says_nothing_new("PermissionsBoundaryType")
        boundary.end()
        return next(iter(self._simulated(boundary, arn)), None)

    def _simulated(self, item: Item, arn: str) -> Iterable[str]:
        """``arn``, unless it is one of AWS's own that the catalogue does not have."""
        is_own = not arn.startswith(AWS_MANAGED_POLICY_PREFIX)
        if is_own or arn in managed_policies() or "/aws-service-role/" in arn:
            return [arn]
        item.remark(f"AWS's own policy {arn} is not simulated; it is left out wherever it is attached")
        return []


def _head(item: Item, name: str, identifier: str, prefix: IamPrefix) -> Members:
    item.says_nothing_new("Arn")
    entity_id = item.text(identifier)
    if not IAM_ID[prefix].fullmatch(entity_id):
        # Those of mock services do not always look like AWS's.
        item.remark(f"{item.kind}.{identifier} is not of the form {prefix.value}…; another is made up")
        entity_id = ""
    return {
        "name": item.text(name),
        **present(path=item.text("Path"), id=entity_id, created=item.time("CreateDate")),
    }
