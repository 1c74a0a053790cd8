"""``manage.py simulate``: decide requests, a JSON case a line."""

from __future__ import annotations

import json
import os
import sys
from argparse import RawDescriptionHelpFormatter
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandParser

from policies.catalogue import catalogue
from policies.engine.cases import answer

DESCRIPTION = """\
Decide requests: JSON Lines on standard input, one case a line; JSON Lines on standard output, in the
same order, each as soon as its line has come. It needs no database.

A case:

  {"id": "1",
   "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::bucket/key",
               "resource_account": "111111111111",
               "principal": "arn:aws:iam::111111111111:user/Alice",
               "context": {"aws:username": "Alice", "aws:TagKeys": ["team"]}},
   "identity_policies": [{"name": "P", "document": {...}}],
   "permission_boundary": [...] or null,
   "session_policies": [...] or null,
   "service_control_policies": [{"target": "Root", "policies": [...]}, ...] or null,
   "resource_control_policies": the same or null,
   "resource_policy": {"name": "B", "document": {...}} or null,
   "vpc_endpoint_policy": {"name": "E", "document": {...}} or null}

An answer: {"id", "decision": "allowed", "explicit_deny" or "implicit_deny"}, or {"id", "error"} for a
line that cannot be decided; its id is null where none could be read.

- principal: the ARN of a user, role session, federated session or root user; also a role's ARN, for a
  session of it that no policy names; a service as in cloudtrail.amazonaws.com; * for anonymous; for
  who signs in through a provider, the provider: arn:aws:iam::111111111111:saml-provider/Okta,
  …:oidc-provider/token.actions.githubusercontent.com, accounts.google.com.
- principal_id in the request: AIDA… of the user or AROA… of the role, whom a policy may name by it.
  canonical_user_id: 64 digits, by which S3 knows the caller's account. null or missing: not known.
- federated_by: for a federated session, the ARN of the user who asked for it. null or missing: not known.
- resource: * for an action without resource types, else one ARN, literally: an object may be called *, so
  no character is a wildcard. To ask about any resource that fits, write in place of it
  "resource_pattern": "arn:aws:s3:::bucket/*"; the decision may then be "depends", too: the statements
  cover some of them, or not surely all.
- resource_account: null or missing is the caller's own account.
- context: closed, no key is derived from the request. A string is a single-valued key, a list a
  multivalued one.
- SCPs run from the root to the caller's account, RCPs to the resource's; null is for who is not subject
  to any. RCPFullAWSAccess stands on every level unsaid; RCPs reach only services that support them.
  The ARN of a service-linked role exempts it from both (that of a session does not tell), and a key with
  an alias of AWS, alias/aws/… in kms:ResourceAliases, is exempt from RCPs.
- Policies of one list are one union. null is no such policy; an empty list allows nothing.
- resource_policy: of a role it is the trust policy. Roles to assume and KMS keys have to allow
  themselves, so without a policy they let nobody in.
- AWS itself refuses to change AWS managed policies, roles under aws-reserved and aliases under alias/aws:
  that is an implicit_deny, whatever policies allow.
- vpc_endpoint_policy: null or missing for a request that goes through no VPC endpoint.
- Other names may stand beside these, but one that is nearly one of these is an error: it would be policies,
  or a context, left out.
"""


class Command(BaseCommand):
    help = DESCRIPTION
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--trace",
            action="store_true",
            help='answer also "rule", the code of what decided; "reason", why, in a sentence; '
            '"access_denied", what AWS would print, or null; and "gates": every gate on the way with its '
            "verdict, its statements, and why each matches or does not (null: it may match)",
        )

    def handle(self, *args: Any, trace: bool, **options: Any) -> None:
        try:
            simulate(sys.stdin.buffer, sys.stdout, trace=trace)
        except BrokenPipeError:
            # Nobody reads on, which is no failure; nor shall the interpreter fail when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def simulate(lines: IO[bytes], output: IO[str], *, trace: bool = False) -> None:
    """Answer every line as it comes, so that whoever asks can wait for the answer before asking on."""
    services_with_rcps = frozenset(
        prefix for prefix, service in catalogue().services.items() if service.supports_rcps
    )
    for line in lines:
        answered = answer(line, services_with_rcps=services_with_rcps, trace=trace)
        output.write(json.dumps(answered) + "\n")
        output.flush()
