"""Pages for everybody. What is pasted into the checker is read and forgotten: nothing is stored or logged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from policies.catalogue import catalogue
from policies.forms import CheckerForm
from policies.page.actions import actions_page
from policies.page.checker import checker_page
from policies.page.examples import example, examples, first_example
from policies.page.kinds import KINDS


@require_http_methods(["GET", "HEAD", "POST"])
def checker(request: HttpRequest) -> HttpResponse:
    """GET shows an example, POST reads what is written. htmx gets the results alone."""
    form = CheckerForm(request.POST if request.method == "POST" else _beginning(request))
    problem, kind = form.problem, form.chosen_kind
    text, other = ("", "") if problem else (form.text("content"), form.text("other"))
    context = {
        "page": checker_page(text, other, kind),
        "text": form.text("content"),
        "other_text": form.text("other"),
        "problem": problem,
        "kinds": KINDS.values(),
        "examples": examples(),
        "source": catalogue().source,
        "source_count": len(catalogue().actions),
        "is_fragment": request.htmx,  # type: ignore[attr-defined]
    }
    template = "policies/checker.html" + ("#results" if context["is_fragment"] else "")
    return render(request, template, context, status=422 if problem else 200)


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """The catalogue: ``q`` is looked for, ``level`` narrows it, ``action`` is shown whole."""
    page = actions_page(request.GET)
    template = "policies/actions.html" + ("#found" if request.htmx else "")  # type: ignore[attr-defined]
    return render(request, template, {"page": page})


def _beginning(request: HttpRequest) -> dict[str, str]:
    """An example by its name, else the first of the kind."""
    chosen = example(request.GET.get("example", ""))
    kind = KINDS.get(request.GET.get("kind", ""), next(iter(KINDS.values())))
    chosen = chosen or first_example(kind)
    return {"kind": chosen.kind, "content": chosen.text}
