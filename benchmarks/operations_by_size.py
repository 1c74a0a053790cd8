"""What does an operation cost among ten thousand accounts, beside the same among a hundred?

From the value at hand to the rows written and the event logged. Runs as a process of its own, with a
database of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.measure import Figure, timed

SIZES = (100, 10_000)
RUNS = 15


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'benchmark.sqlite3'}",
        }
        command = [sys.executable, "-m", "benchmarks.operations_by_size"]
        answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    few, many = json.loads(answer.stdout)
    for name, value in many.items():
        beside = f"among {SIZES[0]} accounts"
        bar = round(3 * few[name], 1)
        yield Figure(f"{name} among {SIZES[1]:,} accounts", value, "ms", bar, few[name], beside)


def _measure(accounts: int) -> dict[str, float]:
    from accounts import services, store
    from accounts.models import OrganizationRecord, Visitor
    from benchmarks.large_organization import ROOT, organization

    large = organization()
    kept = {
        key: replace(account, users={}, roles={})
        for key, account in large.accounts.items()
        if int(key) < int(large.management_account_id) + accounts
    }
    attachments = {
        key: held for key, held in large.attachments.items() if key in kept or key not in large.accounts
    }
    visitor = Visitor.objects.create()
    record = OrganizationRecord(visitor=visitor, name="benchmark", seed="benchmark")
    store.create(record, replace(large, accounts=kept, attachments=attachments))
    numbers = count()
    target_id, policy_id = list(kept)[accounts // 2], next(iter(large.policies))

    def perform(operation: str, **parameters: object) -> None:
        services.perform(record, operation, base_revision=None, visitor=visitor, **parameters)

    def attach_and_detach() -> None:
        perform("organizations.attach_policy", policy_id=policy_id, target_id=target_id)
        perform("organizations.detach_policy", policy_id=policy_id, target_id=target_id)

    def create() -> None:
        name = f"new-{next(numbers)}"
        perform("organizations.create_account", account_name=name, email=f"{name}@example.com")

    def move_to_and_fro() -> None:
        home = store.load(record).accounts[target_id].parent_id
        for source, destination in ((home, ROOT), (ROOT, home)):
            perform(
                "organizations.move_account",
                account_id=target_id,
                source_parent_id=source,
                destination_parent_id=destination,
            )

    return {
        "AttachPolicy and DetachPolicy": _milliseconds(attach_and_detach),
        "CreateAccount": _milliseconds(create),
        "MoveAccount, to and fro": _milliseconds(move_to_and_fro),
    }


def _milliseconds(work: Callable[[], None]) -> float:
    return 1000 * median(timed(work)[0] for _ in range(RUNS))


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps([_measure(size) for size in SIZES]))
