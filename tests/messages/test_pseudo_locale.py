"""What a page says in a made-up language, and what it says outside of every translation."""

import re
from html import unescape

import pytest

from tests.messages.made_up import spoken_as

FURNITURE = re.compile(r"<(h1|h2|button|legend|th|footer)\b[^>]*>(.*?)</\1>", re.DOTALL)
SAME = re.compile(r"<(code|kbd|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
NAMES = {"Organizations", "IAM", "English", "Esperanto", "العربية"}


@pytest.fixture(params=["eo", "ar"])
def pseudo(request, settings, tmp_path):
    """One is read from the left, one from the right; both are only names here."""
    spoken_as(request.param, settings, tmp_path)
    return request.param


def without_brackets(text: str) -> str:
    """A translated value may stand inside of a translated sentence."""
    while (left := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = left
    return text


def outside_brackets(page: str) -> list[str]:
    """What headings, buttons and the like say outside every translation."""
    said = [unescape(SAME.sub(" ", found[2])) for found in FURNITURE.finditer(page)]
    bare = [" ".join(without_brackets(text).split()) for text in said]
    return [text for text in bare if re.search(r"[A-Za-z]{2,}", text) and text not in NAMES]


@pytest.mark.parametrize("address", ["/course/", "/checker/", "/study/", "/privacy/", "/sign-in/"])
def test_headings_and_buttons_are_translated_and_values_stay_inside(client, pseudo, address):
    page = client.get(address, headers={"Accept-Language": pseudo}).text

    assert "⟦" in page
    assert outside_brackets(page) == []


def test_a_language_from_the_right_turns_the_page_and_leaves_policies_as_they_are(client, pseudo):
    page = client.get("/checker/", headers={"Accept-Language": pseudo}).text

    assert ('dir="rtl">' in page.partition("<head>")[0]) == (pseudo == "ar")
    assert all('dir="ltr"' in area for area in re.findall(r"<textarea[^>]*>", page))


def test_the_same_organization_is_shown_in_two_languages_one_after_the_other(client, small_world, pseudo):
    address = f"/s/{small_world.public_id}/"

    first = client.get(address).text
    other = client.get(address, headers={"Accept-Language": pseudo}).text
    again = client.get(address).text

    assert "⟦allowed⟧" in other
    assert "⟦" not in first + again
