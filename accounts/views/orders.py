"""What a form asks to be done, read once for the present and for the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts import services
from accounts.forms import OperateForm, parameters_form
from accounts.models import OrganizationRecord, Visitor
from accounts.views.problems import Problem

HISTORY = {"undo": services.undo, "redo": services.redo, "reset": services.reset}


@dataclass(frozen=True, slots=True)
class Order:
    """``op`` is one of ``HISTORY``, ``move_organizational_unit``, or an operation such as
    ``organizations.move_account``. ``base_revision`` is what the person was looking at, if they say so."""

    op: str
    parameters: Mapping[str, Any]
    base_revision: int | None


class Unclear(Exception):
    """It cannot be told what is to be done; ``problem`` says why."""

    def __init__(self, title: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(title, message)


def order_of(data: QueryDict) -> Order:
    """Raises ``Unclear``."""
    form = OperateForm(data)
    if not form.is_valid():
        raise Unclear(_("The form is incomplete"), _first_error(form))
    op = form.cleaned_data["op"]
    parameters = parameters_form(op, data)
    if op not in HISTORY and parameters is None:
        raise Unclear(_("No such operation"), _("orgsim has no operation %(name)s.") % {"name": repr(op)})
    if parameters is not None and not parameters.is_valid():
        raise Unclear(_("Something is missing"), _first_error(parameters))
    said = parameters.cleaned_data if parameters is not None else {}
    return Order(op, said, form.cleaned_data["base_revision"])


def script_of(order: Order) -> Callable[[services.Draft], object]:
    """What does it to a draft; for all but ``HISTORY``."""
    if order.op == "move_organizational_unit":
        return partial(services.rebuild_organizational_unit, **order.parameters)
    return lambda draft: draft.apply(order.op, **order.parameters)


def carry_out(
    record: OrganizationRecord, order: Order, *, base_revision: int | None, visitor: Visitor
) -> None:
    """Raises as ``services.perform``, and ``NothingToDo``."""
    if order.op in HISTORY:
        HISTORY[order.op](record, base_revision=base_revision, visitor=visitor)
    else:
        services.perform_group(record, script_of(order), base_revision=base_revision, visitor=visitor)


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])
