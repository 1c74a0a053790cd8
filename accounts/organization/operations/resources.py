"""What all operations on resources do: make one, find it, write its policy, tag it, delete it.

The services of AWS differ in names and errors only, which ``resource_kinds`` has; so each service's own
module is a few lines long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from accounts.organization.errors.resources import MalformedResourcePolicy, ResourceError
from accounts.organization.identifiers import Occasion
from accounts.organization.management_policies import blocked_tag
from accounts.organization.operations.iam.checks import account_of
from accounts.organization.operations.outcome import with_account, without
from accounts.organization.operations.resource_kinds import DEFAULT_REGION, REGIONS, Kind
from accounts.organization.operations.tags import Tag, UnfitTags, add_tags, remove_tags
from accounts.organization.state import Account, AccountId, Organization, Resource
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy


def create(
    organization: Organization,
    account_id: AccountId,
    kind: Kind,
    name: str,
    *,
    occasion: Occasion,
    region: str = DEFAULT_REGION,
    policy: str | None = None,
    tags: Sequence[Tag] = (),
) -> tuple[Organization, Resource]:
    """Raises ``kind.invalid``, ``kind.exists``, ``kind.malformed``, ``kind.blocked``."""
    account = account_of(organization, account_id)
    if region not in REGIONS:
        raise ResourceError(kind.invalid, f"{region!r} is no Region: choose {', '.join(REGIONS)}.")
    if not kind.name.fullmatch(name):
        raise ResourceError(kind.invalid, f"{name!r} is no name for a {kind.what}.")
    resource = Resource(
        arn=kind.arn(account_id, name, region),
        type=kind.type,
        created=occasion.time,
        policy=None if policy is None else parsed(kind, policy),
        tags=_with_tags(organization, account_id, kind, {}, tags),
    )
    if resource.arn in account.resources:
        raise ResourceError(kind.exists, f"{account.name} already has the {kind.what} {name}.")
    return with_resource(organization, account, resource), resource


def find(
    organization: Organization, account_id: AccountId, kind: Kind, named: str
) -> tuple[Account, Resource]:
    """By its ARN, or by its name if only one Region has it. Raises ``kind.missing``."""
    account = account_of(organization, account_id)
    by_arn = account.resources.get(named)
    if by_arn is not None and by_arn.type is kind.type:
        return account, by_arn
    found = [
        resource
        for arn, resource in account.resources.items()
        if resource.type is kind.type and kind.name_in(arn) == named
    ]
    if len(found) > 1:
        arns = ", ".join(resource.arn for resource in found)
        raise ResourceError(kind.missing, f"{account.name} has several: name one by its ARN ({arns}).")
    if not found:
        raise ResourceError(kind.missing, f"{account.name} has no {kind.what} {named}.")
    return account, found[0]


def put_policy(
    organization: Organization, account_id: AccountId, kind: Kind, named: str, policy: str | None
) -> Organization:
    """In the place of the policy that it has; None takes it away. Raises ``kind.missing``,
    ``kind.malformed``."""
    account, resource = find(organization, account_id, kind, named)
    document = None if policy is None else parsed(kind, policy)
    return with_resource(organization, account, replace(resource, policy=document))


def tag(
    organization: Organization, account_id: AccountId, kind: Kind, named: str, tags: Sequence[Tag]
) -> Organization:
    """Raises ``kind.missing``; ``kind.blocked`` for tags that AWS would not take, or the tag policies."""
    account, resource = find(organization, account_id, kind, named)
    tagged = _with_tags(organization, account_id, kind, resource.tags, tags)
    return with_resource(organization, account, replace(resource, tags=tagged))


def untag(
    organization: Organization, account_id: AccountId, kind: Kind, named: str, keys: Sequence[str]
) -> Organization:
    account, resource = find(organization, account_id, kind, named)
    return with_resource(organization, account, replace(resource, tags=remove_tags(resource.tags, keys)))


def delete(organization: Organization, account_id: AccountId, kind: Kind, named: str) -> Organization:
    account, resource = find(organization, account_id, kind, named)
    return with_account(organization, replace(account, resources=without(account.resources, resource.arn)))


def parsed(kind: Kind, text: str) -> PolicyDocument:
    if len(text) > kind.most:
        raise ResourceError(
            kind.malformed,
            f"The policy of a {kind.what} has at most {kind.most:,} characters; this has {len(text):,}.",
        )
    try:
        return parse_policy(text, PolicyKind.RESOURCE)
    except PolicySyntaxError as error:
        raise MalformedResourcePolicy(kind.malformed, error.faults) from error


def with_resource(organization: Organization, account: Account, resource: Resource) -> Organization:
    resources = {**account.resources, resource.arn: resource}
    return with_account(organization, replace(account, resources=resources))


def as_list(tags: Mapping[str, str] | None) -> list[Tag]:
    """Of services that take tags as a map from key to value."""
    return [{"Key": key, "Value": value} for key, value in (tags or {}).items()]


def _with_tags(
    organization: Organization,
    account_id: AccountId,
    kind: Kind,
    present: Mapping[str, str],
    tags: Sequence[Tag],
) -> dict[str, str]:
    try:
        merged = add_tags(present, tags)
    except UnfitTags as unfit:
        raise ResourceError(kind.blocked or kind.invalid, unfit.message) from None
    given = {tag["Key"]: tag["Value"] for tag in tags}
    # Only what is asked for: a wrong tag from before is nobody's fault now.
    wrong = blocked_tag(organization, account_id, kind.type.value.lower(), given)
    if wrong is not None:
        raise ResourceError(
            kind.blocked or kind.invalid, f"The effective tag policy blocks this tag: {wrong}."
        )
    return merged
