"""What is in the past of an organization: an account, a policy. Only to be read.

Each is at two addresses: at a revision of one's own organization, and below a link that was shared.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import moments, selectors, snapshots
from accounts.organization.state import Organization
from accounts.page.editor import editor_page
from accounts.page.inside import inside_page
from accounts.page.subjects import Subject
from accounts.page.view import View
from accounts.selectors import Status
from accounts.views.editor import Find, subject_of
from accounts.views.history import opened, render_past, render_shared, view_of_past
from accounts.views.inside import context_of, credentials_context, view_here
from accounts.visitors import VisitorRequest


@require_safe
def account(request: VisitorRequest, public_id: str, revision: int, account_id: str) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    moment = moments.moment(record, revision)
    organization = moment.organization
    view = view_here(request, organization, account_id)
    address = reverse("accounts:account_at", args=[public_id, revision, view.at])
    if view.at != account_id:
        return redirect(f"{address}?{view.query}")
    page = inside_page(
        organization, view, selectors.judge(), before=moment.before, compared_with=moment.compared_with
    )
    time = moment.step.time + organization.ahead
    return render_past(
        request,
        view,
        revision,
        address,
        template="accounts/inside.html",
        record=record,
        status=Status(f"r{revision}: {moment.step.sentence} " + _("Nothing can be changed here.")),
        days=snapshots.DAYS,
        **context_of(organization, page, reverse("accounts:revision", args=[public_id, revision])),
        **credentials_context(organization, view, seed=record.seed, made="", time=time),
    )


@never_cache
@require_safe
def shared_account(request: VisitorRequest, token: str, account_id: str) -> HttpResponse:
    """Without anybody's credentials."""
    snapshot = opened(token)
    organization = moments.organization_at(snapshot.organization, snapshot.revision)
    view = view_here(request, organization, account_id)
    address = reverse("accounts:shared_account", args=[token, view.at])
    if view.at != account_id:
        return redirect(f"{address}?{view.query}")
    page = inside_page(organization, view, selectors.judge())
    context = context_of(organization, page, reverse("accounts:shared", args=[token]))
    return render_shared(request, view, snapshot, address, template="accounts/inside.html", **context)


@require_safe
def policy(request: VisitorRequest, public_id: str, revision: int, find: Find, **where: str) -> HttpResponse:
    """``find`` and ``where`` say which, as for its editor."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    moment = moments.moment(record, revision)
    view = view_of_past(request.GET, moment.organization)
    return render_past(
        request,
        view,
        revision,
        request.path,
        template="accounts/past_policy.html",
        record=record,
        status=Status(f"r{revision}: {moment.step.sentence} " + _("Nothing can be changed here.")),
        days=snapshots.DAYS,
        **_policy_context(
            moment.organization, find, where, view, reverse("accounts:revision", args=[public_id, revision])
        ),
    )


@never_cache
@require_safe
def shared_policy(request: VisitorRequest, token: str, find: Find, **where: str) -> HttpResponse:
    snapshot = opened(token)
    organization = moments.organization_at(snapshot.organization, snapshot.revision)
    view = view_of_past(request.GET, organization)
    context = _policy_context(organization, find, where, view, reverse("accounts:shared", args=[token]))
    return render_shared(
        request, view, snapshot, request.path, template="accounts/past_policy.html", **context
    )


def _policy_context(
    organization: Organization, find: Find, where: dict[str, str], view: View, tree_address: str
) -> dict[str, object]:
    subject = subject_of(organization, find, where)
    if _is_suggestion(organization, subject):
        raise Http404("The resource has no policy.")
    account = organization.accounts.get(subject.account_id)
    return {
        "subject": subject,
        "policy": editor_page(organization, subject, subject.stored, view, selectors.judge()),
        "account": account,
        "tree_address": tree_address,
    }


def _is_suggestion(organization: Organization, subject: Subject) -> bool:
    """Whether the editor would only begin with this text: a resource has no policy yet."""
    if subject.route != "resource_policy":
        return False
    account_id, arn = subject.arguments
    return organization.accounts[account_id].resources[arn].policy is None
