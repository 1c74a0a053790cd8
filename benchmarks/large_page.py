"""What does a visitor wait for, and get, in an organization of ten thousand accounts?

Its rows are read, then its page is made, anew and again, an account is moved, and something is found; all as
the site answers, in a process of its own. Without the way to the browser.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Figure, seconds, timed

PRINCIPALS = 5
"""Of an account."""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'benchmark.sqlite3'}",
        }
        command = [sys.executable, "-m", "benchmarks.large_page"]
        answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    found = json.loads(answer.stdout)
    acme, beside = found["acme"], "the page of acme"
    name = "10,000 accounts, 50,000 principals: read from their rows"
    yield Figure(name, found["load"], "s", bar=2, reference=acme, beside=beside)
    yield Figure("… the page, the first time", found["first"], "s", 1, acme, beside)
    yield Figure("… the page again", found["again"], "s", 1, acme, beside)
    yield Figure("… the page after a move", found["moved"], "s", 1, acme, beside)
    yield Figure("… something found by its name", found["find"], "s", 1, acme, beside)
    yield Figure("… size of the page", found["size"], "kB", 400, found["acme size"], beside)
    yield Figure("… the most memory of all this", found["memory"], "MB", 1024, found["before"], "before it")


def _measure() -> dict[str, float]:
    from django.test import Client
    from django.urls import reverse

    from accounts import store
    from accounts.models import OrganizationRecord
    from accounts.store import cache, reading
    from benchmarks.large_organization import ROOT, organization

    client = Client()
    address = client.get("/sandbox/").headers["Location"]
    acme_size = len(client.get(address).content)
    small = seconds(lambda: client.get(address), runs=5)
    before = _memory()
    large = organization()
    kept = {
        account_id: replace(account, roles=dict(list(account.roles.items())[: PRINCIPALS - 2]))
        for account_id, account in large.accounts.items()
    }
    visitor = OrganizationRecord.objects.get().visitor
    record = OrganizationRecord(visitor=visitor, name="benchmark", seed="benchmark")
    store.create(record, replace(large, accounts=kept))
    del large, kept
    # As another process finds it, which has not just written it.
    cache._values.clear()
    load, value = timed(lambda: reading.load(record))
    page = reverse("accounts:organization", args=[record.public_id])
    first, answer = timed(lambda: client.get(page))
    again = seconds(lambda: client.get(page), runs=3)
    account = next(each for each in value.accounts.values() if each.id != value.management_account_id)
    form = {
        "op": "organizations.move_account",
        "account_id": account.id,
        "source_parent_id": account.parent_id,
        "destination_parent_id": ROOT,
    }
    operate = reverse("accounts:operate", args=[record.public_id])
    moved, response = timed(lambda: client.post(operate, form, headers={"HX-Request": "true"}))
    assert response.status_code == 200
    found = reverse("accounts:find", args=[record.public_id])
    find = seconds(lambda: client.get(found, {"words": "account 7777"}), runs=3)
    return {
        "acme": small,
        "load": load,
        "first": first,
        "again": again,
        "moved": moved,
        "find": find,
        "size": len(answer.content) / 1000,
        "acme size": acme_size / 1000,
        "memory": _memory(),
        "before": before,
    }


def _memory() -> float:
    """The most there has been, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(_measure()))
