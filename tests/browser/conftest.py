"""A real Chromium against the real server, uvicorn, in a thread of the test process."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from playwright.sync_api import Page, expect

from tests.browser.sandbox import SandboxPage

# Playwright's synchronous interface keeps an event loop in the test's thread, where Django would
# otherwise refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A machine may have other things to do.
expect.set_options(timeout=20_000)

# For every context Chromium makes a window, also where nobody sees one, and loads pages of its own for the
# address bar's list: more than half of what opening a context takes. Of several lists only the last counts,
# so what Playwright leaves out stands here again.
LEFT_OUT = (
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(LEFT_OUT)}",
]


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped, except in CI, where that is a failure."""
    if chromium() or os.environ.get("CI"):
        return
    skip = pytest.mark.skip(reason="no Chromium: install Debian's package chromium, or set CHROMIUM")
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Who is tested rather has nothing move: every moving picture is computed, also where nobody sees it."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def server(django_db_setup) -> Iterator[str]:
    """The site's address. pytest-django's own live server knows no ASGI."""
    from orgsim_site.asgi import application

    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(ASGIStaticFilesHandler(application), log_level="warning", lifespan="off")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = running.force_exit = True
    thread.join(5)


@pytest.fixture
def site(transactional_db, server: str) -> str:
    return server


@pytest.fixture
def faults(page: Page) -> Iterator[list[str]]:
    """What the page complained about: scripts' errors, failed requests, breaches of the CSP."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    yield found
    # A refusal is an answer: 422 and 409 are what some tests are about. And htmx complains of requests
    # that it gave up itself, such as a preview that another one has overtaken.
    harmless = ("status of 4", "htmx:sendAbort", "htmx:afterRequest")
    assert [fault for fault in found if not any(words in fault for words in harmless)] == []


@pytest.fixture
def sandbox(page: Page, site: str, faults: list[str]) -> SandboxPage:
    """A visitor's first sight of orgsim: their own sandbox, with acme."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/sandbox/")
    return SandboxPage(page)
