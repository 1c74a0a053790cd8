"""What several operations of IAM ask of their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from accounts.organization.errors import iam as errors
from accounts.organization.operations.tags import Tag, UnfitTags, add_tags
from accounts.organization.state import Account, AccountId, AccountState, Organization
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import PolicySyntaxError, parse_policy

NAME: Final = re.compile(r"[\w+=,.@-]+", re.ASCII)
PATH: Final = re.compile(r"/|/[\x21-\x7e]+/")
LONGEST_PATH: Final = 512
LONGEST_DESCRIPTION: Final = 1_000
SERVICE_LINKED_PATH: Final = "/aws-service-role/"


def account_of(organization: Organization, account_id: AccountId) -> Account:
    account = organization.accounts.get(account_id)
    if account is None:
        raise errors.AccessDenied(f"No account {account_id} is in this organization.")
    if account.state is AccountState.CLOSED:
        raise errors.AccessDenied(f"{account.name} is closed; nobody can do anything in it.")
    return account


def check_name(what: str, name: str, *, longest: int) -> None:
    if not NAME.fullmatch(name) or len(name) > longest:
        raise errors.ValidationError(
            f"The name of a {what} has 1 to {longest} characters: letters, digits and + = , . @ _ -"
        )


def check_path(path: str) -> None:
    if not PATH.fullmatch(path) or len(path) > LONGEST_PATH:
        raise errors.ValidationError(
            f"A path begins and ends with / and has at most {LONGEST_PATH} characters, without spaces."
        )
    if path.startswith(SERVICE_LINKED_PATH):
        raise errors.ValidationError(f"Paths that begin with {SERVICE_LINKED_PATH} belong to AWS.")


def check_description(description: str) -> None:
    if len(description) > LONGEST_DESCRIPTION:
        raise errors.ValidationError(f"A description has at most {LONGEST_DESCRIPTION:,} characters.")


def check_free(what: str, name: str, taken: Iterable[str]) -> None:
    """Names of one kind are unique within an account, ignoring case."""
    if any(name.lower() == other.lower() for other in taken):
        raise errors.EntityAlreadyExists(
            f"The account already has a {what} named {name} (case does not count)."
        )


def check_quota(what: str, present: int, most: int) -> None:
    if present >= most:
        raise errors.LimitExceeded(f"No more {what}: {most:,} is the most that AWS gives.")


def check_nothing_left(what: str, left: Mapping[str, Iterable[str]]) -> None:
    """``left`` holds what must go first, by its kind in plural."""
    dependents = [f"{kind} {', '.join(names)}" for kind, names in left.items() if names]
    if dependents:
        raise errors.DeleteConflict(f"{what} still has {'; '.join(dependents)}. They must go first.")


def parsed(document: str, kind: PolicyKind, *, most: int) -> PolicyDocument:
    """``most`` characters, white space not counted, as IAM counts."""
    check_size(size(document), most)
    try:
        return parse_policy(document, kind)
    except PolicySyntaxError as error:
        raise errors.MalformedPolicyDocument(error.faults) from error


def check_size(characters: int, most: int) -> None:
    if characters > most:
        raise errors.LimitExceeded(
            f"Without white space this makes {characters:,} characters, and at most {most:,} are allowed."
        )


def size(text: str) -> int:
    return sum(map(len, text.split()))


def with_tags(present: Mapping[str, str], tags: Sequence[Tag]) -> dict[str, str]:
    try:
        return add_tags(present, tags)
    except UnfitTags as unfit:
        if unfit.reason == "MAX_TAG_LIMIT_EXCEEDED":
            raise errors.LimitExceeded(unfit.message) from None
        raise errors.InvalidInput(unfit.message) from None


def shown_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]
