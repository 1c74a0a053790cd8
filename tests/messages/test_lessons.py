"""What translators of lessons are told to do."""

from lessons.course.content import lesson_of
from lessons.course.translation import sources_of
from orgsim_site.messages import catalogues
from orgsim_site.messages.lessons import lacking


def test_a_language_without_lessons_lacks_every_part_and_is_told_what_it_would_be_made_from():
    marks = sources_of(lesson_of("an-scp-never-grants"))

    lines = list(lacking("fr"))

    assert f"an-scp-never-grants: read, source read: {marks['read']}" in lines
    assert any(line.startswith("an-scp-never-grants: exercise (") for line in lines)


def test_a_language_that_is_shipped_lacks_nothing():
    assert {language: list(lacking(language)) for language in catalogues.languages()} == {"de": []}
