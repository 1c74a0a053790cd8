"""Whatever is sent to whichever address: an answer, never a broken server."""

import re
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.forms import PARAMETERS
from accounts.page.dialogs import DIALOGS
from accounts.urls import urlpatterns
from tests.accounts import factories
from tests.accounts.factories import OrganizationRecordFactory

ANSWERS = {200, 204, 301, 302, 400, 403, 404, 405, 409, 422}
ROUTES = [pattern.pattern._route for pattern in urlpatterns]
ONE_ACTION = '{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"%s}}'

FIELDS = sorted(
    {field for fields in PARAMETERS.values() for field in fields}
    | {"op", "base_revision", "view", "dialog", "page", "attach_to", "begin", "account"}
    | {"edit", "wanted"}
    | {"at", "as", "action", "tab", "shape", "drawer", "find", "verdict", "level", "shown", "seek", "only"}
    | {"region", "mfa", "ip", "time", "tags"}
)
UNTRUE = [
    "",
    " ",
    "\0",
    "a\0b",
    "-1",
    "9" * 25,
    "9" * 5_000,
    "1e999",
    "²",
    "٣",
    "x" * 20_000,
    "*?" * 150,
    "\u202e\u2028\ufeff\U0001f600",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "{{ settings }}{% debug %}",
    "%00%ff%zz",
    "%ED%A0%80",
    "a=b&a=c&=&",
    "a&" * 2_000,
    "at=\0&shown=-1&action=%ff",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "2026-01-01T00:00:00.1+00:00:00.000001",
    "fe80::1%\u202e",
    "a=,=b,a=b=c,\0=\0",
    "user/",
    "role/\0",
    "group/developers",
    "ou-tiny-nobody",
    "arn:aws:iam::aws:policy/",
    "[" * 5_000,
    ONE_ACTION % r', "Sid": "\ud800"',
    ONE_ACTION % r', "Condition": {"StringLike": {"aws:\ud800": "\u0000${*}"}}',
    ONE_ACTION % r', "Condition": {"DateLessThan": {"aws:CurrentTime": "9999-12-31T23:59:59-23:59"}}',
    ONE_ACTION % r', "Condition": {"NumericEquals": {"aws:MultiFactorAuthAge": "1e999999999"}}',
    ONE_ACTION % r', "Condition": {"IpAddress": {"aws:SourceIp": "::/999999999999999999999"}}',
    ONE_ACTION % ', "Version": {}, "Condition": {"Null": {"s3:x": []}}',
]
TRUE = [
    *PARAMETERS,
    *DIALOGS,
    *("allowed", "denied"),
    *(
        "undo",
        "redo",
        "reset",
        "0",
        "1",
        "inside",
        "search",
        "changed",
        "services",
        "explain",
        "log",
        "everybody",
    ),
    *(value for name, value in vars(factories).items() if name.isupper() and isinstance(value, str)),
    *("user/john", "role/Server", "group/developers", "root user", "developers", "john", "Server", "read"),
    *("SERVICE_CONTROL_POLICY", ONE_ACTION % "", "someone@example.com", "New-1"),
]
IN_ADDRESSES = {
    "public_id": ["{public_id}"],
    "token": ["{public_id}"],
    "name": [*DIALOGS, "tree.svg", "script.sh"],
    "revision": ["0", "1", "99"],
    "snapshot_id": ["1"],
    "policy_id": [factories.DENY_EC2, factories.FULL_AWS_ACCESS],
    "account_id": [factories.DEV_1, factories.MANAGEMENT],
    "arn": [factories.DEPLOY, factories.READ_ONLY],
    "kind": ["user", "group", "role"],
    "owner": ["john", "mary", "developers", "Server"],
    "policy_name": ["a", "z", "read"],
    "policy_type": ["TAG_POLICY", "SERVICE_CONTROL_POLICY"],
}
values = st.sampled_from([*UNTRUE, *TRUE]) | st.text(max_size=30)
fields = st.dictionaries(st.sampled_from(FIELDS), st.lists(values, min_size=1, max_size=2), max_size=12)
htmx = st.sampled_from([{}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Target": "move-preview"}])


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """One of the site's. What varies in it is there, or is made up."""
    made_up = values.filter(lambda value: len(value) < 100)

    def part(match: re.Match[str]) -> str:
        there = st.sampled_from(IN_ADDRESSES[match[1]])
        return draw(there if draw(st.integers(0, 5)) else made_up.map(quote))

    return "/" + re.sub(r"<\w+:(\w+)>", part, draw(st.sampled_from(ROUTES)))


@st.composite
def requests(draw: st.DrawFn) -> dict[str, object]:
    """As ``Client.generic`` takes them."""
    method = draw(st.sampled_from(["GET", "POST", "HEAD", "PUT"]))
    sent = urlencode(draw(fields), doseq=True)
    return {"method": method, "path": draw(addresses()), "headers": draw(htmx)} | (
        {"data": sent, "content_type": "application/x-www-form-urlencoded"}
        if method == "POST"
        else {"QUERY_STRING": sent}
    )


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sent=st.lists(requests(), min_size=1, max_size=3))
def test_nothing_that_is_sent_breaks_the_server(server, client, visitor, sent):
    with server.at_work():
        record = OrganizationRecordFactory(visitor=visitor)
    afterwards = {"method": "GET", "path": "/s/{public_id}/", "QUERY_STRING": "drawer=log"}
    for request in [*sent, afterwards]:
        path = request["path"].replace("{public_id}", record.public_id)
        assert client.generic(**{**request, "path": path}).status_code in ANSWERS, request
