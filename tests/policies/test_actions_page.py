"""The catalogue of actions: found by name, by wildcard or in plain words, and shown whole."""

import re
from html import unescape

import pytest
from django.test import Client

HTMX = {"HX-Request": "true"}


def words(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def look(**fields: str):
    return Client().get("/actions/", fields, headers=HTMX)


def actions_in(response) -> list[str]:
    return re.findall(r"<th scope=\"row\">.*?<code>([^<]+)</code>", response.content.decode())


def test_it_begins_with_all_services():
    page = words(Client().get("/actions/"))

    assert "22,091 actions of 456 services" in page
    assert "Amazon EC2 ec2 826" in page


def test_a_wildcard_finds_the_actions_that_it_names():
    found = actions_in(look(q="ec2:Run*"))

    assert found == ["ec2:RunInstances", "ec2:RunScheduledInstances"]


def test_plain_words_find_the_action_that_people_mean_first():
    assert actions_in(look(q="launch an instance"))[0] == "ec2:RunInstances"


def test_a_level_narrows_what_is_found_and_each_says_how_many_there_are():
    everything, listing = look(q="ec2:*"), look(q="ec2:*", level="List")

    assert "826 actions" in words(everything)
    (count,) = re.findall(r"List ([\d,]+)", words(everything))
    assert f"{count} actions" in words(listing)


def test_an_action_is_shown_whole():
    page = words(look(q="ec2:Run*", action="ec2:runinstances"))

    assert "Launch one or more instances." in page
    assert "image, instance, network-interface, security-group, subnet" in page
    assert "ec2:Run* 2" in page
    assert "ec2:* 826" in page


@pytest.mark.django_db
def test_whoever_has_an_organization_sees_what_it_says_there(client, acme):
    page = words(client.get("/actions/", {"action": "ec2:RunInstances"}))

    assert "In your organization, as role/Admin 5 allowed 3 explicitly denied 2 implicitly denied" in page


def test_the_only_one_that_is_found_is_shown_at_once():
    assert 'id="detail"' in look(q="iam:CreateAccountAlias").content.decode()


def test_more_are_shown_on_demand():
    assert len(actions_in(look(q="ec2:*"))) == 20
    assert len(actions_in(look(q="ec2:*", shown="40"))) == 40


def test_a_search_without_result_says_so():
    assert "AWS has no such action" in words(look(q="teleport"))


@pytest.mark.parametrize(
    "fields",
    [
        {"q": "*" * 200 + "z"},
        {"q": "a " * 100},
        {"q": "[(", "level": "Everything"},
        {"action": "nothing:AtAll"},
        {"shown": "99999999999999999999"},
        {"shown": "٣"},
        {"q": "\0"},
    ],
)
def test_anything_may_stand_in_the_address(fields: dict[str, str]):
    assert look(**fields).status_code == 200
