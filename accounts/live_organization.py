"""An organization of AWS's, or of anything that answers like it, read through boto3.

boto3 is an optional extra: ``pip install 'orgsim[import]'``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from accounts.organization.importing import Answer, Remarks
from accounts.organization.state import PolicyType

REGION: Final = "us-east-1"
"""Organizations and IAM have one endpoint; any region's name will do."""
SESSION_NAME: Final = "orgsim-import"
PATIENT: Final = Config(retries={"mode": "adaptive", "max_attempts": 10})
"""AWS allows only a few calls of Organizations a second."""
IMPATIENT: Final = Config(retries={"mode": "standard", "max_attempts": 1})


class LiveOrganization:
    """Yields the answers of AWS that ``import_answers`` takes.

    The session's credentials are those of the management account or of a delegated administrator. IAM of the
    others is read in the role named ``role_name``, which ``CreateAccount`` makes. What cannot be read is
    noted in ``remarks``.
    """

    def __init__(
        self, session: Session, endpoint_url: str | None, role_name: str, remarks: Remarks | None = None
    ) -> None:
        self.remarks = remarks or Remarks()
        self._session = session
        self._endpoint_url = endpoint_url
        self._role_name = role_name
        self._organizations = self._client("organizations")

    def answers(self) -> Iterator[Answer]:
        """Raises ``ClientError`` and ``BotoCoreError`` for what an import cannot do without."""
        # Whether anybody answers at all shows at once.
        first = self._client("organizations", config=IMPATIENT).describe_organization()
        yield _answer("describe-organization", first)
        roots = self._ask("list_roots")
        yield roots
        accounts = self._all("list_accounts")
        yield accounts
        targets = [account["Id"] for account in accounts.body["Accounts"]]
        for root in roots.body["Roots"]:
            targets.append(root["Id"])
            for answer in self._below(root["Id"]):
                targets += [unit["Id"] for unit in answer.body.get("OrganizationalUnits", ())]
                yield answer
        for answer in self._policies():
            targets += [
                policy["Id"] for policy in answer.body.get("Policies", ()) if not policy["AwsManaged"]
            ]
            yield answer
        for target_id in targets:
            yield from self._optional("list_tags_for_resource", target_id, ResourceId=target_id)
        yield from self._optional("list_aws_service_access_for_organization")
        for administrators in self._optional("list_delegated_administrators"):
            yield administrators
            for each in administrators.body["DelegatedAdministrators"]:
                yield from self._optional(
                    "list_delegated_services_for_account", each["Id"], AccountId=each["Id"]
                )
        yield from self._delegation_policy()
        for account in accounts.body["Accounts"]:
            yield from self._identities(account["Id"])

    def _below(self, parent_id: str) -> Iterator[Answer]:
        yield self._all("list_accounts_for_parent", parent_id, ParentId=parent_id)
        units = self._all("list_organizational_units_for_parent", parent_id, ParentId=parent_id)
        yield units
        for unit in units.body["OrganizationalUnits"]:
            yield from self._below(unit["Id"])

    def _policies(self) -> Iterator[Answer]:
        """Every policy of every type with its targets: fewer calls than every target with its policies."""
        for policy_type in PolicyType:
            for listed in self._optional("list_policies", Filter=policy_type.value):
                yield listed
                for policy in listed.body["Policies"]:
                    if not policy["AwsManaged"]:
                        yield self._ask("describe_policy", policy["Id"], PolicyId=policy["Id"])
                    yield self._all("list_targets_for_policy", policy["Id"], PolicyId=policy["Id"])

    def _delegation_policy(self) -> Iterator[Answer]:
        client = self._client("organizations", config=IMPATIENT)
        try:
            yield _answer("describe-resource-policy", client.describe_resource_policy())
        except ClientError as error:
            # Most organizations have none.
            if error.response["Error"]["Code"] != "ResourcePolicyNotFoundException":
                self._note("describe-resource-policy", error)

    def _identities(self, account_id: str) -> Iterator[Answer]:
        try:
            iam = self._iam_of(account_id)
            details = iam.get_paginator("get_account_authorization_details").paginate(
                Filter=["User", "Group", "Role", "LocalManagedPolicy"]
            )
            for page in details:
                yield _answer("get-account-authorization-details", page, account_id)
            for page in iam.get_paginator("list_roles").paginate():
                yield _answer("list-roles", page, account_id)
            yield from self._credentials(iam, account_id)
        except (ClientError, BotoCoreError) as error:
            self._note(f"IAM of {account_id}", error)

    def _credentials(self, iam: Any, account_id: str) -> Iterator[Answer]:
        """No secrets: AWS tells none."""
        yield _answer("list-account-aliases", iam.list_account_aliases(), account_id)
        yield from self._if_there(iam, "get_account_password_policy", account_id)
        for page in iam.get_paginator("list_virtual_mfa_devices").paginate():
            yield _answer("list-virtual-mfa-devices", page, account_id)
        for users in iam.get_paginator("list_users").paginate():
            for user in users["Users"]:
                name = user["UserName"]
                yield _answer("list-access-keys", iam.list_access_keys(UserName=name), account_id)
                yield from self._if_there(iam, "get_login_profile", account_id, UserName=name)

    def _if_there(self, iam: Any, operation: str, account_id: str, **parameters: str) -> Iterator[Answer]:
        try:
            yield _answer(operation, getattr(iam, operation)(**parameters), account_id)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchEntity":
                raise

    def _iam_of(self, account_id: str) -> Any:
        if self._own_account_id == account_id:
            return self._client("iam")
        role = f"arn:aws:iam::{account_id}:role/{self._role_name}"
        credentials = self._sts.assume_role(RoleArn=role, RoleSessionName=SESSION_NAME)["Credentials"]
        return self._client(
            "iam",
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )

    @cached_property
    def _sts(self) -> Any:
        return self._client("sts")

    @cached_property
    def _own_account_id(self) -> str:
        return str(self._sts.get_caller_identity()["Account"])

    def _client(self, service: str, *, config: Config = PATIENT, **credentials: str) -> Any:
        region = self._session.region_name or REGION
        return self._session.client(
            service, endpoint_url=self._endpoint_url, region_name=region, config=config, **credentials
        )

    def _ask(self, operation: str, subject: str = "", **parameters: object) -> Answer:
        response = getattr(self._organizations, operation)(**parameters)
        return _answer(operation, response, subject)

    def _all(self, operation: str, subject: str = "", **parameters: object) -> Answer:
        """Every page as one answer, where the operation has pages."""
        if not self._organizations.can_paginate(operation):
            return self._ask(operation, subject, **parameters)
        pages = self._organizations.get_paginator(operation).paginate(**parameters)
        return _answer(operation, pages.build_full_result(), subject)

    def _optional(self, operation: str, subject: str = "", **parameters: object) -> Iterator[Answer]:
        """None if AWS refuses to say: not everybody has every policy type, nor may see everything."""
        try:
            answer = self._all(operation, subject, **parameters)
        except ClientError as error:
            self._note(f"{operation.replace('_', '-')} {subject}".strip(), error)
        else:
            yield answer

    def _note(self, place: str, error: Exception) -> None:
        self.remarks.note(place, f"could not be read: {_said(error)}")


def _answer(operation: str, response: object, subject: str = "") -> Answer:
    name = operation.replace("_", "-")
    plain = json.loads(json.dumps(response, default=_plain))
    return Answer(f"{name} {subject}".strip(), plain, subject)


def _plain(value: object) -> str:
    """boto3 makes moments of times, and has pictures as bytes, which nobody needs here."""
    return value.isoformat() if isinstance(value, datetime) else ""


def _said(error: Exception) -> str:
    """A server that breaks down may answer with a page."""
    if isinstance(error, ClientError):
        return f"{error.response['Error']['Code']}: {error.response['Error'].get('Message', '')[:200]}"
    return str(error)[:200]
