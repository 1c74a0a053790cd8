"""``manage.py check-policy``: findings as a compiler prints them, and an exit status for scripts."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from policies.review import RULES

MANAGE = Path(__file__).parents[2] / "manage.py"

SOUND = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}
MISSPELT = (
    '{"Version": "2012-10-17",\n "Statement": {"Effect": "Deny", "Action": "s3:GetObjct", "Resource": "*"}}'
)
OLD = '{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}'


@pytest.fixture
def file(tmp_path):
    def write(content, name="policy.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def check(*arguments):
    """The lines printed, and the exit status."""
    output = io.StringIO()
    try:
        call_command("check-policy", *arguments, stdout=output)
    except SystemExit as stop:
        return output.getvalue().splitlines(), stop.code
    return output.getvalue().splitlines(), 0


def test_a_sound_policy_prints_nothing(file):
    assert check("--kind", "scp", file(json.dumps(SOUND))) == ([], 0)


def test_an_error_is_printed_with_its_place_and_exits_with_1(file):
    path = file(MISSPELT)

    lines, status = check("--kind", "scp", path)

    assert status == 1
    assert len(lines) == 1
    assert lines[0].startswith(f"{path}:2:45: error unknown-action: S3 has no action `GetObjct`. ")
    assert lines[0].endswith("Nearest: s3:GetObject, s3:GetObjectAcl, s3:PutObject.")


def test_a_warning_exits_with_0(file):
    path = file(OLD)

    lines, status = check("--kind", "scp", path)

    assert status == 0
    assert lines[0].startswith(f"{path}:1:1: warning old-version: ")


def test_every_file_is_looked_through_also_after_one_that_cannot_be_read(file, tmp_path):
    missing = str(tmp_path / "missing.json")
    path = file(OLD)

    lines, status = check("--kind", "scp", missing, str(tmp_path), path)

    assert status == 1
    assert [line.split(": ")[:2] for line in lines] == [
        [f"{missing}:1:1", "error unreadable-file"],
        [f"{tmp_path}:1:1", "error unreadable-file"],
        [f"{path}:1:1", "warning old-version"],
    ]


def test_a_file_that_is_not_utf_8_is_told_with_the_place_of_the_first_wrong_byte(file):
    path = file('{"ä":\n "é'.encode() + b"\xff" + b'"}')

    lines, status = check("--kind", "scp", path)

    assert status == 1
    assert lines == [f"{path}:2:4: error not-utf-8: byte 0xff is not UTF-8. Save it as UTF-8."]


def test_a_file_too_long_to_be_a_policy_is_not_read_to_its_end(file):
    lines, status = check("--kind", "scp", file(b" " * 4_000_001))

    assert status == 1
    assert "error unreadable-file: more than 4,000,000 bytes" in lines[0]


def test_the_kind_decides_which_elements_there_may_be(file):
    path = file(json.dumps(SOUND))

    (line,), _ = check("--kind", "resource", path)

    assert "error missing-element: Principal is missing" in line


def test_the_size_is_that_of_the_kind(file):
    path = file(json.dumps(SOUND) + " " * 5_120)

    assert check("--kind", "identity", path) == ([], 0)
    for kind in ("rcp", "session"):
        assert any(
            "error too-long" in line or "error missing" in line for line in check("--kind", kind, path)[0]
        )


def test_what_a_policy_holds_breaks_no_line_and_moves_no_cursor(file):
    policy = {**SOUND, "Statement": {**SOUND["Statement"], "Action": "s3:\x1b[2J\n\u2028x"}}

    lines, _ = check("--kind", "scp", file(json.dumps(policy)))

    assert len(lines) == 1
    assert lines[0].isprintable()
    assert r"\x1b[2J\n\u2028x" in lines[0]


def test_json_is_an_object_a_line(file):
    path = file(MISSPELT)

    (line,), status = check("--kind", "scp", "--format", "json", path)

    finding = json.loads(line)
    assert status == 1
    assert (finding["file"], finding["severity"], finding["code"]) == (path, "error", "unknown-action")
    assert (finding["path"], finding["line"], finding["column"], finding["length"]) == (
        "Statement.Action",
        2,
        45,
        11,
    )
    assert finding["nearest"][0] == "s3:GetObject"


def test_codes_are_listed_with_their_severities_and_sources():
    lines, status = check("--codes")

    assert status == 0
    assert [line.split()[1].rstrip(":") for line in lines] == list(RULES)


@pytest.mark.parametrize(
    "arguments", [[], ["--kind", "scp"], ["policy.json"], ["--kind", "bucket", "x.json"]]
)
def test_without_a_kind_or_a_file_it_says_what_is_missing(arguments):
    with pytest.raises(CommandError, match="--kind"):
        check(*arguments)


def test_as_a_process_it_reads_standard_input_and_tells_by_its_status():
    answered = subprocess.run(
        [sys.executable, MANAGE, "check-policy", "--kind", "scp", "-"],
        input=MISSPELT.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert answered.returncode == 1
    assert answered.stdout.startswith(b"-:2:45: error unknown-action: ")
    assert answered.stderr == b""
