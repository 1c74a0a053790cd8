"""In and out: exports of an organization, uploads that become one, and the schema of scenarios."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts import forks, selectors, store, uploads
from accounts.models import OrganizationRecord
from accounts.organization import exporting
from accounts.organization.scenario import ScenarioError, to_document
from accounts.organization.state import Organization
from accounts.page.summary import summary
from accounts.visitors import VisitorRequest

SCHEMA = files("accounts.organization.scenario").joinpath("scenario.schema.json")

MOST_ACCOUNTS = 50
"""Whose IAM is offered in the page."""


class Format(NamedTuple):
    """``name`` is in the address, too; ``says`` is about it in the page."""

    name: str
    says: str
    content_type: str
    write: Callable[[Organization], str | bytes]


def _scenario(organization: Organization) -> str:
    return json.dumps(to_document(organization), indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("scenario.json", _("A scenario: everything, for orgsim"), "application/json", _scenario),
        Format("build.sh", _("A script of aws commands"), "text/x-shellscript", exporting.aws_script),
        Format(
            "cloudformation.json",
            _("CloudFormation: units, accounts and policies"),
            "application/json",
            exporting.cloudformation,
        ),
        Format(
            "main.tf",
            _("Terraform, with IAM of the accounts"),
            "text/plain; charset=utf-8",
            exporting.terraform,
        ),
        Format("tree.svg", _("The tree as a drawing (SVG)"), "image/svg+xml", exporting.svg),
        Format("tree.png", _("The tree as a picture (PNG)"), "image/png", exporting.png),
    )
}


@require_safe
def exchange(request: VisitorRequest, public_id: str) -> HttpResponse:
    return _page(request, selectors.organization_of(request.visitor, public_id))


@require_safe
def export(request: VisitorRequest, public_id: str, name: str) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id)
    if name not in FORMATS:
        raise Http404("No such format.")
    return _file(name, FORMATS[name].content_type, FORMATS[name].write(store.load(record)))


@require_safe
def export_account(request: VisitorRequest, public_id: str, account_id: str) -> HttpResponse:
    """The IAM of one account, for CloudFormation."""
    organization = store.load(selectors.organization_of(request.visitor, public_id))
    if account_id not in organization.accounts:
        raise Http404("No such account.")
    template = exporting.cloudformation_of_account(organization, organization.accounts[account_id])
    return _file(f"iam-{account_id}.json", "application/json", template)


@require_POST
def upload(request: VisitorRequest, public_id: str) -> HttpResponse:
    """``do`` is ``check``, which only reports, or ``create``."""
    record = selectors.organization_of(request.visitor, public_id)
    keep = request.POST.get("keep_identifiers") == "on"
    try:
        found = uploads.read(request.FILES.getlist("files"), keep_identifiers=keep)
        if request.POST.get("do") == "create":
            made = forks.begin(found.document, found.name, request.visitor)
            return redirect("accounts:organization", made.public_id)
    except forks.TooMany as error:
        return _page(request, record, status=422, too_many=error)
    except ScenarioError as error:
        shown = {"faults": error.faults[: uploads.MOST_FAULTS], "fault_count": len(error.faults)}
        return _page(request, record, status=422, **shown)
    return _page(request, record, found=found)


@require_safe
@cache_control(public=True, max_age=3600)
def scenario_schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


def _page(
    request: VisitorRequest, record: OrganizationRecord, *, status: int = 200, **more: object
) -> HttpResponse:
    organization = store.load(record)
    accounts = [
        account
        for account in organization.accounts.values()
        if account.users or account.groups or account.roles or account.policies
    ]
    context = {
        "record": record,
        "formats": FORMATS.values(),
        "summary": summary(organization),
        "accounts": accounts[:MOST_ACCOUNTS],
        "account_count": len(accounts),
        **more,
    }
    return render(request, "accounts/exchange.html", context, status=status)


def _file(name: str, content_type: str, content: str | bytes) -> HttpResponse:
    """Always to be saved: an SVG that is opened here would be a page of this site's."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
