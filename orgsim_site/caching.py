"""What a browser, or a cache on the way to it, may keep."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header, patch_cache_control, patch_vary_headers

View = Callable[[HttpRequest], HttpResponse]


def nobody_keeps_personal_pages(get_response: View) -> View:
    """What depends on who looks is asked for anew each time: kept, a page that somebody goes back to
    would show the organization before their last operation. Also, one address answers htmx with a
    fragment and everybody else with the page."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if has_vary_header(response, "Cookie"):
            patch_vary_headers(response, ("HX-Request",))
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer
