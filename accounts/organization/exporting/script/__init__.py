"""The organization as a script of ``aws`` commands that builds it anew.

Identifiers are AWS's to make up: the script keeps each in a variable, and puts them into policies, too.

=================  ===========================================================================
``organizations``  units, accounts, policies and what is attached where
``iam``            managed policies, groups, users and roles of each account, with credentials
``resources``      buckets, queues, topics, keys, secrets and tables
``left_out``       what is not built, said at the top
``head``           the script's beginning: its functions
``shell``          words for a shell
=================  ===========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from accounts.organization.exporting.script.head import BEGINNING, FUNCTIONS
from accounts.organization.exporting.script.iam import Iam
from accounts.organization.exporting.script.left_out import left_out
from accounts.organization.exporting.script.organizations import Organizations
from accounts.organization.exporting.script.resources import Resources
from accounts.organization.exporting.script.shell import Shell, comment
from accounts.organization.exporting.script.variables import variables
from accounts.organization.exporting.templates import buildable
from accounts.organization.state import Account, Organization

__all__ = ["aws_script"]


def aws_script(organization: Organization) -> str:
    """For bash. Everything but what its first lines name, which no command builds."""
    built = buildable(organization)
    accounts = [*built.accounts.values()]
    shell = Shell(variables(built, accounts))
    return "\n".join((BEGINNING, *left_out(organization), FUNCTIONS, *_lines(built, accounts, shell), ""))


def _lines(organization: Organization, accounts: list[Account], shell: Shell) -> Iterator[str]:
    whole, iam, resources = (
        Organizations(organization, accounts, shell),
        Iam(organization, shell),
        Resources(shell),
    )

    def inside(what: str, commands: Callable[[Account], Iterable[str]]) -> Iterator[str]:
        for account in accounts:
            if lines := [*commands(account)]:
                is_member = account.id != organization.management_account_id
                yield from ("", comment(f"{what} of {account.name}"))
                yield from ([f'enter "${shell.variables[account.id]}"'] if is_member else [])
                yield from lines
                yield from (["leave"] if is_member else [])

    yield from whole.tree()
    # Policies can name keys and secrets, whose identifiers AWS makes up. Trust policies can only name who
    # is there.
    yield from inside("Keys and secrets", resources.named_by_aws)
    yield from inside("Policies, groups and users", iam.identities)
    yield from inside("Roles", iam.roles)
    yield from inside("Trust in roles that were not there before", iam.late_trusts)
    yield from inside("Resources", resources.all_others)
    yield from inside("Changes to the role that AWS makes", iam.access_role)
    # Last: an SCP might deny what is done above.
    yield from whole.policies()
