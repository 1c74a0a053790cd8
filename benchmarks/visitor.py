"""Somebody at work in a sandbox of many accounts, over HTTP."""

from __future__ import annotations

import http.client
import socket
from urllib.parse import urlencode

from django.urls import reverse

from accounts import services, store
from accounts.models import OrganizationRecord


class SandboxVisitor:
    """``units`` are where the account that is moved to and fro may go, another one each time."""

    def __init__(self, port: int, accounts: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.cookies: dict[str, str] = {}
        address = self._ask("GET", "/sandbox/").getheader("Location") or ""
        self.record = OrganizationRecord.objects.get(public_id=address.split("/")[2])
        self._ask("GET", address)
        self.operate = reverse("accounts:operate", args=[self.record.public_id])
        organization = store.load(self.record)
        self.units = list(organization.units)
        services.perform_group(
            self.record,
            lambda draft: self._fill(draft, accounts - len(organization.accounts)),
            base_revision=None,
            visitor=self.record.visitor,
        )
        self.here = self.units[0]
        self.account_id = next(iter(store.load(self.record).accounts_of(self.here))).id

    def _fill(self, draft: services.Draft, accounts: int) -> None:
        for number in range(accounts):
            made = draft.apply(
                "organizations.create_account",
                account_name=f"account-{number}",
                email=f"account-{number}@example.com",
            )
            draft.apply(
                "organizations.move_account",
                account_id=made["CreateAccountStatus"]["AccountId"],
                source_parent_id=draft.organization.root.id,
                destination_parent_id=self.units[number % len(self.units)],
            )

    def write_one_row(self) -> None:
        assert self._ask("POST", "/bare").status == 200

    def move(self) -> None:
        form = {
            "op": "organizations.move_account",
            "account_id": self.account_id,
            "source_parent_id": self.here,
            "destination_parent_id": self._next_unit(),
        }
        assert self._ask("POST", self.operate, form).status == 200
        self.here = form["destination_parent_id"]

    def preview(self) -> None:
        asked = urlencode({"account_id": self.account_id, "destination_parent_id": self._next_unit()})
        url = reverse("accounts:preview", args=[self.record.public_id])
        assert self._ask("GET", f"{url}?{asked}").status == 200

    def lengthen(self, revisions: int) -> None:
        """Move the account to and fro until the organization has so many revisions."""

        def script(draft: services.Draft) -> None:
            for _ in range(revisions - self.record.revision):
                destination = self._next_unit()
                draft.apply(
                    "organizations.move_account",
                    account_id=self.account_id,
                    source_parent_id=self.here,
                    destination_parent_id=destination,
                )
                self.here = destination

        services.perform_group(self.record, script, base_revision=None, visitor=self.record.visitor)

    def look_back(self, revision: int) -> None:
        address = reverse("accounts:revision", args=[self.record.public_id, revision])
        assert self._ask("GET", address).status == 200

    def _next_unit(self) -> str:
        return self.units[(self.units.index(self.here) + 1) % len(self.units)]

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> http.client.HTTPResponse:
        """One request in one packet: two would wait for the acknowledgement of the first."""
        body = urlencode(form or {}).encode()
        headers = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in headers.items()),
            "",
            "",
        ]
        self.socket.sendall("\r\n".join(lines).encode() + body)
        response = http.client.HTTPResponse(self.socket, method=method)
        response.begin()
        response.read()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response
