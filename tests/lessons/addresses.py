"""Every address of the site, as the tests walk them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(
    resolver: URLResolver | None = None, route: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, set[str]]]:
    """Each address's route, its name, its parameters; those of the admin, too."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield route + str(each.pattern), ":".join((*names, str(each.name))), set(each.pattern.converters)
        else:
            inner = (*names, each.namespace) if each.namespace else names
            yield from addresses(each, route + str(each.pattern), inner)
