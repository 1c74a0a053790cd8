"""One policy: its text, what is wrong with it, what it would do; saved and deleted.

A check and a refusal answer the parts around the text, so that htmx never touches what is being
typed. Without JavaScript the answer is the whole page, with the text in it. ``find`` comes from the
address: a function of ``subjects`` that says which policy is meant, and raises ``KeyError``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from accounts import selectors, services, store
from accounts.companions import companion_of
from accounts.forms import PolicyForm
from accounts.models import OrganizationRecord
from accounts.organization.errors import AwsError
from accounts.organization.state import Organization
from accounts.page.beginnings import beginning, beginnings
from accounts.page.destinations import destinations
from accounts.page.editor import editor_page, place_of_effect
from accounts.page.subjects import Draft, Entry, Subject, Writer, new_policy_of
from accounts.page.twin import Twin, form_page, has_form, stepped, text_in
from accounts.page.view import Tab, View, view_of
from accounts.views import management
from accounts.views.problems import Problem
from accounts.visitors import VisitorRequest
from policies.page.kinds import KINDS

Find = Callable[..., Subject]

KEPT = gettext_noop(
    "Nothing was saved, and your text is untouched. Save again to put it over what is there now."
)


def _gone() -> Problem:
    return Problem(
        _("This policy is not here any more"),
        _(
            "It was deleted meanwhile, or undone. Your text is untouched: copy it into a new policy to keep "
            "it."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: VisitorRequest, public_id: str, find: Find, **where: str) -> HttpResponse:
    """GET shows the editor, POST saves."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    if request.method == "POST":
        return _write(request, record, find, where, save)
    organization = store.load(record)
    view = view_of(request.GET, organization)
    subject = subject_of(organization, find, where)
    if subject.is_new:
        subject = replace(subject, stored=beginning(subject, view, request.GET))
    return _render(request, record, subject, subject.stored, view)


@require_POST
def check(request: VisitorRequest, public_id: str, find: Find, **where: str) -> HttpResponse:
    """What the text gets wrong and what saving it would do. Nothing is written."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    organization = store.load(record)
    form = PolicyForm(request.POST)
    subject = subject_of(organization, find, where)
    return _render(
        request,
        record,
        subject,
        form.entry(subject),
        form.view_in(organization),
        twin=form.twin(subject),
        base_revision=form.seen_revision,
    )


@require_POST
def shape(request: VisitorRequest, public_id: str, find: Find, **where: str) -> HttpResponse:
    """The JSON as a form, the form as JSON, or the form after one of its buttons. Nothing is written."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    organization = store.load(record)
    form = PolicyForm(request.POST)
    subject = subject_of(organization, find, where)
    twin = stepped(form.twin(subject), request.POST.get("step", ""), subject)
    return _render(
        request,
        record,
        subject,
        replace(form.entry(subject), content=text_in(twin, subject)),
        form.view_in(organization),
        twin=twin,
        base_revision=form.seen_revision,
        part="shaped",
    )


@require_POST
def try_in_sandbox(request: VisitorRequest) -> HttpResponse:
    """A text from the policy checker in the editor of the visitor's own sandbox, as a policy that is not
    saved yet. The browser posts it there itself, so it is kept nowhere on the way."""
    record = selectors.latest_sandbox_of(request.visitor) or services.create_sandbox(request.visitor)
    kind = KINDS.get(request.POST.get("kind", ""))
    new = kind and new_policy_of(kind.kind, store.load(record))
    if not new:
        raise Http404("A sandbox has no such policy by itself.")
    route, *arguments = new
    address = reverse(f"accounts:{route}_check", args=[record.public_id, *arguments])
    return HttpResponseRedirect(address, preserve_request=True)


@require_POST
def delete(request: VisitorRequest, public_id: str, find: Find, **where: str) -> HttpResponse:
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True)
    return _write(request, record, find, where, unmake)


def save(writer: Writer, draft: Draft, entry: Entry) -> None:
    writer.save(draft, entry)


def unmake(writer: Writer, draft: Draft, entry: Entry) -> None:
    writer.delete(draft)


def subject_of(organization: Organization, find: Find, where: dict[str, str]) -> Subject:
    """404 if there is no such policy."""
    try:
        return find(organization, **where)
    except KeyError as error:
        raise Http404("No such policy.") from error


def _write(
    request: VisitorRequest,
    record: OrganizationRecord,
    find: Find,
    where: dict[str, str],
    write: Callable[[Writer, Draft, Entry], None],
) -> HttpResponse:
    organization = store.load(record)
    form = PolicyForm(request.POST)
    view = form.view_in(organization)
    try:
        subject = find(organization, **where)
    except KeyError as error:
        if not request.htmx:
            raise Http404("No such policy.") from error
        response = render(request, "accounts/_problem.html", {"problem": _gone()}, status=409)
        return reswap(retarget(response, "#problem"), "innerHTML")
    entry, twin, writer = form.entry(subject), form.twin(subject), subject.writer
    if writer is None or (subject.fixed and write is save):
        raise Http404("Nobody changes this policy.")
    if write is save and not form.is_valid():
        problem = Problem(_("Something is missing"), str(next(iter(form.errors.values()))[0]))
        return _render(request, record, subject, entry, view, twin=twin, problem=problem, status=422)
    try:
        services.perform_group(
            record,
            lambda draft: write(writer, draft, entry),
            base_revision=form.seen_revision,
            visitor=request.visitor,
        )
    except AwsError as error:
        return _render(
            request, record, subject, entry, view, twin=twin, problem=Problem.of(error), status=422
        )
    except services.Halted as error:
        problem = Problem.of_halt(error)
        return _render(request, record, subject, entry, view, twin=twin, problem=problem, status=422)
    except services.StaleRevision as error:
        record.refresh_from_db()
        problem = Problem.of_stale(record, error, _(KEPT))
        return _render(request, record, subject, entry, view, twin=twin, problem=problem, status=409)
    return _done(request, record, subject, entry, view)


def _done(
    request: VisitorRequest, record: OrganizationRecord, subject: Subject, entry: Entry, view: View
) -> HttpResponse:
    """Back where policies act: inside the account, or to the organization and what has changed."""
    redirect = HttpResponseClientRedirect if request.htmx else HttpResponseRedirect
    at = entry.attach_to or place_of_effect(store.load(record), subject, view.at)
    return redirect(_back(record, subject, replace(view, at=at, tab=Tab.CHANGED)))


def _back(record: OrganizationRecord, subject: Subject, view: View) -> str:
    if subject.kind is None:
        # A management policy decides no action: what it comes to shows on a page of its own.
        return management.address_of(record, replace(view, policy_type=subject.policy_type))
    if not subject.account_id:
        return f"{reverse('accounts:organization', args=[record.public_id])}?{view.query}"
    view = replace(view, at=subject.account_id, who=subject.owner or view.who)
    return f"{reverse('accounts:account', args=[record.public_id, subject.account_id])}?{view.query}"


def _render(
    request: VisitorRequest,
    record: OrganizationRecord,
    subject: Subject,
    entry: Entry,
    view: View,
    *,
    twin: Twin | None = None,
    problem: Problem | None = None,
    status: int = 200,
    base_revision: int | None = None,
    part: str = "around",
) -> HttpResponse:
    """``part`` is what htmx gets: what is ``around`` the text, or the text and that, newly ``shaped``."""
    organization = store.load(record)
    twin = twin or Twin(entry.content)
    address, check_address, form_address, delete_address = (
        reverse(f"accounts:{subject.route}{what}", args=[record.public_id, *subject.arguments])
        for what in ("", "_check", "_form", "_delete")
    )
    context = {
        "record": record,
        "view": view,
        "companion": None if request.htmx else companion_of(record, view),
        "page": editor_page(
            organization, subject, entry, view, selectors.judge(), PolicyForm(request.POST).muted()
        ),
        "subject": subject,
        "entry": entry,
        "problem": problem,
        "base_revision": record.revision if base_revision is None else base_revision,
        "address": address,
        "check_address": check_address,
        "form_address": form_address,
        "has_form": has_form(subject),
        "why_not": twin.why_not,
        "form": form_page(twin, subject, request.POST, request.POST.get("step", "")),
        "delete_address": delete_address,
        "back": _back(record, subject, view),
        "places": destinations(organization, ""),
        "accounts": organization.accounts.values(),
        "account": organization.accounts.get(subject.account_id),
        "beginnings": beginnings(subject),
        "is_fragment": request.htmx,
        "part": part,
    }
    template = "accounts/editor.html" + (f"#{part}" if request.htmx else "")
    return render(request, template, context, status=status)
