"""The site's addresses and one more: a view that writes one row, and nothing else."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from accounts.models import Visitor
from orgsim_site import urls


def write_one_row(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        Visitor.objects.filter(pk=request.visitor.pk).update(last_seen=timezone.now())
    return HttpResponse("written")


urlpatterns = [*urls.urlpatterns, path("bare", write_one_row)]
