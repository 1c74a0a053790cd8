"""Who reads the database alone learns neither what a platform calls somebody nor what orgsim signs with."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from accounts.models import Visitor
from lessons.lti import keys
from lessons.models import LtiKey, LtiUser
from tests.lessons.lti.platform import Academy, comes_as, user_called


def column(model: type[LtiUser] | type[LtiKey], name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {model._meta.db_table}")
        (row,) = cursor.fetchall()
    return str(row[0])


def test_the_rows_do_not_tell_what_they_keep(otter_academy: Academy) -> None:
    made = comes_as(Visitor.objects.create(), "mei")
    assert user_called("mei") == made
    assert LtiUser.objects.get().subject == "mei"
    assert "mei" not in column(LtiUser, "subject") + column(LtiUser, "subject_hash")
    with pytest.raises(FieldError):
        LtiUser.objects.filter(subject="mei")
    assert "PRIVATE" in LtiKey.objects.get().private
    assert "PRIVATE" not in column(LtiKey, "private")


def test_with_another_secret_key_orgsim_signs_with_another_one(
    otter_academy: Academy, settings: object
) -> None:
    before = keys.public_keys()["keys"]
    settings.SECRET_KEY = "changed, or lost"
    assert keys.public_keys() == {"keys": []}, "what was sealed stays shut"
    assert keys.signed({"iss": "orgsim"})
    (mine,) = keys.public_keys()["keys"]
    assert mine["kid"] not in {each["kid"] for each in before}


def test_with_another_secret_key_nobody_is_taken_for_somebody(
    otter_academy: Academy, settings: object
) -> None:
    made = comes_as(Visitor.objects.create(), "mei")
    settings.SECRET_KEY = "changed, or lost"
    assert LtiUser.objects.get().subject == ""
    assert comes_as(Visitor.objects.create(), "mei") != made
