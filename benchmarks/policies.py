"""The policies that the benchmarks decide with: those that AWS publishes, all of them at work."""

from __future__ import annotations

from policies.catalogue import example_scps, managed_policies
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.parse import parse_policy
from policies.engine.request import AttachedPolicy, Context, Level, Policies, Principal, PrincipalType

ACCOUNT = "111122223333"
DEVELOPER = Principal(
    f"arn:aws:sts::{ACCOUNT}:assumed-role/Developer/orgsim", ACCOUNT, PrincipalType.ROLE_SESSION
)
FULL_AWS_ACCESS = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
)
OWN_FILES = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*Object*",'
    ' "Resource": "arn:aws:s3:::*/${aws:PrincipalTag/team}/*"}]}'
)
LEVELS = ("Root", "Workloads", "Dev", "dev-1")
GRANTED = ("ReadOnlyAccess", "SecurityAudit", "IAMFullAccess", "AmazonEC2FullAccess")


def context(team: str) -> Context:
    """A developer of this team asks, in Frankfurt; nothing else is known."""
    return Context(
        {
            "aws:principalarn": f"arn:aws:iam::{ACCOUNT}:role/Developer",
            "aws:principaltag/team": team,
            "aws:requestedregion": "eu-central-1",
        },
        closed=False,
    )


def parsed_anew() -> Policies:
    """Four levels, on which AWS's example SCPs are spread, and five identity policies, from their texts."""
    examples = example_scps()
    return Policies(
        service_control=tuple(
            Level(
                name,
                name,
                (
                    _attached("FullAWSAccess", name, FULL_AWS_ACCESS, PolicyKind.SERVICE_CONTROL),
                    *(
                        _attached(scp.name, name, scp.document.text, PolicyKind.SERVICE_CONTROL)
                        for scp in examples[place :: len(LEVELS)]
                    ),
                ),
            )
            for place, name in enumerate(LEVELS)
        ),
        identity=(
            *(_attached(name, "role/Developer", managed(name).text, PolicyKind.IDENTITY) for name in GRANTED),
            _attached("OwnFiles", "role/Developer", OWN_FILES, PolicyKind.IDENTITY),
        ),
    )


def managed(name: str) -> PolicyDocument:
    return managed_policies()[f"arn:aws:iam::aws:policy/{name}"].document


def _attached(name: str, where: str, text: str, kind: PolicyKind) -> AttachedPolicy:
    return AttachedPolicy(name, name, where, parse_policy(text, kind))
