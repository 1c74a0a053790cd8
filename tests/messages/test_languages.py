"""A page speaks the language of the browser, or the one that somebody chose."""

import re

from django.conf import settings
from django.test import override_settings


def language_of(response) -> str:
    return re.search(r'<html lang="(\w+)"', response.content.decode())[1]


def test_a_page_is_in_english_unless_the_browser_wishes_otherwise(client):
    assert language_of(client.get("/checker/")) == "en"
    assert language_of(client.get("/checker/", headers={"Accept-Language": "fr, *;q=0.5"})) == "en"


def test_a_browser_that_prefers_german_is_answered_in_german(client):
    response = client.get("/checker/", headers={"Accept-Language": "de-AT, en;q=0.7"})

    assert language_of(response) == "de"
    assert response.headers["Content-Language"] == "de"


def test_somebody_chooses_a_language_at_the_foot_of_a_page_and_it_stays(client):
    page = client.get("/actions/?q=ec2")
    assert '<button class="link" name="language" value="de" lang="de">Deutsch</button>' in page.text

    answer = client.post("/language", {"language": "de", "next": "/actions/?q=ec2"})

    assert answer.headers["Location"] == "/actions/?q=ec2"
    assert language_of(client.get("/actions/")) == "de"
    client.post("/language", {"language": "en", "next": "/"})
    assert language_of(client.get("/actions/", headers={"Accept-Language": "de"})) == "en"


def test_choosing_a_language_leads_nowhere_else(client):
    answer = client.post("/language", {"language": "de", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_a_language_that_is_not_there_changes_nothing(client):
    client.post("/language", {"language": "../../etc", "next": "/"})

    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


@override_settings(LANGUAGES=[("en", "English"), ("ar", "العربية")])
def test_a_language_from_right_to_left_turns_the_page(client):
    page = client.get("/checker/", headers={"Accept-Language": "ar"})

    assert '<html lang="ar" dir="rtl">' in page.text
