"""How who and what is in an account is named in a view.

A principal goes by the label that the whole page uses, ``user/john``. The others are no principals:
a group is ``group/developers``, a managed policy ``policy/<ARN>``, an inline one
``inline/user/john/<name>``, a resource ``resource/<ARN>``.
"""

from __future__ import annotations

from urllib.parse import quote

from accounts.organization.decisions import ROOT_USER, principals_of
from accounts.organization.state import Account, AccountId
from accounts.page.subjects import identities
from policies.catalogue import managed_policies

ICONS = {
    "user": "i-user",
    "group": "i-group",
    "role": "i-role",
    "policy": "i-policy",
    "inline": "i-policy",
    "resource": "i-account",
    ROOT_USER: "i-key",
}
IDENTITIES = ("user", "group", "role")


def parts(label: str) -> tuple[str, str]:
    """The kind, and the name or ARN. The root user has no name but that."""
    if label == ROOT_USER:
        return ROOT_USER, ROOT_USER
    kind, _, name = label.partition("/")
    return kind, name


def inline_parts(name: str) -> tuple[str, str, str]:
    """Kind and name of the identity that carries the inline policy, and the policy's name."""
    kind, _, rest = name.partition("/")
    owner, _, policy_name = rest.partition("/")
    return kind, owner, policy_name


def chosen_label(account: Account, who: str) -> str:
    """``who`` if it is in the account, else the first principal; empty for a closed account."""
    labels = principals_of(account)
    if not labels or who in labels or _is_here(account, *parts(who)):
        return who if labels else ""
    return next(iter(labels))


def _is_here(account: Account, kind: str, name: str) -> bool:
    """Whether something that is no principal is in the account."""
    if kind == "group":
        return name in account.groups
    if kind == "policy":
        return name in account.policies or name in managed_policies()
    if kind == "resource":
        return name in account.resources
    if kind == "inline":
        sort, owner, policy_name = inline_parts(name)
        known = identities(account, sort) if sort in IDENTITIES else {}
        return owner in known and policy_name in known[owner].inline
    return False


def path_of(account_id: AccountId, label: str) -> str:
    """Where the policy of this label is, below the organization's address, now and in the past."""
    kind, name = parts(label)
    if kind == "inline":
        sort, owner, policy_name = (quote(each, safe="") for each in inline_parts(name))
        return f"accounts/{account_id}/{sort}/{owner}/policies/named/{policy_name}/"
    return f"accounts/{account_id}/{'resources' if kind == 'resource' else 'policies'}/{quote(name)}/"
