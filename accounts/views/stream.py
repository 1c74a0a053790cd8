"""What the browser listens to while it shows an organization."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts import live, selectors
from accounts.companions import companion_of
from accounts.visitors import VisitorRequest


@require_GET
def follow(request: VisitorRequest, public_id: str) -> HttpResponse:
    """Numbers of revisions only, which tell nothing that may be covered."""
    record = selectors.organization_of(request.visitor, public_id, lets_guests=True, keeps_covered=True)
    companion = companion_of(record)
    return live.event_stream(
        request, {"organization": record.topic, **(companion.topics() if companion else {})}
    )
