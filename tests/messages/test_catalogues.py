"""What is shipped in another language is whole, current and names the same values as the English."""

import re

import polib
import pytest
from django.conf import settings

from orgsim_site.messages import catalogues, sources
from orgsim_site.messages.sources import Marked, Text
from orgsim_site.messages.unmarked import unmarked


@pytest.fixture(scope="module")
def strings() -> list[Marked]:
    return list(sources.marked())


@pytest.mark.parametrize("language", catalogues.languages())
def test_every_string_of_what_is_complete_is_translated(language, strings):
    wanted = [each for each in strings if each.is_in(sources.COMPLETE)]

    assert list(catalogues.faults(catalogues.read(catalogues.path_of(language)), wanted)) == []


@pytest.mark.parametrize("language", catalogues.languages())
def test_what_the_site_reads_was_compiled_of_what_translators_write(language):
    path = catalogues.path_of(language)

    assert path.with_suffix(".mo").read_bytes() == catalogues.read(path).to_binary(), "run make messages"


def test_what_is_said_to_be_complete_is_there():
    assert [place for place in sources.COMPLETE if not (sources.ROOT / place).exists()] == []


def test_no_word_of_a_template_that_is_complete_is_left_unmarked():
    templates = {
        path.relative_to(sources.ROOT).as_posix(): path
        for path in (sources.ROOT / "templates").rglob("*.html")
    }
    complete = [place for place in templates if Marked(Text(""), place).is_in(sources.COMPLETE)]

    assert {place: found for place in complete if (found := unmarked(templates[place].read_text()))} == {}


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Not marked</p>", ("Not marked",)),
        ('<button aria-label="Close"></button>', ("Close",)),
        ('<p title="{% translate "Read" %}">{% blocktranslate %}{{ n }} read{% endblocktranslate %}</p>', ()),
        ("<code>ec2:Run*</code> <b>orgsim</b> <i>{{ name }}</i>", ()),
        # Words around a value are a sentence, too.
        ("<p>{{ count }} of {{ all }}</p>", ("of",)),
    ],
)
def test_words_that_nobody_could_translate_are_found(template, words):
    assert unmarked(template) == words


def test_strings_are_found_in_templates():
    found = sources.in_template(
        '<p title="{% translate "Main" %}">{% blocktranslate trimmed count count=n %}\n'
        "  {{ count }} action\n{% plural %}\n  {{ count }} actions\n{% endblocktranslate %}</p>"
        "{% firstof name _('All') %}{% translate 'May' context 'month' %}"
    )

    assert set(found) == {
        Text("Main"),
        Text("%(count)s action", "%(count)s actions"),
        Text("All"),
        Text("May", context="month"),
    }


def test_strings_are_found_in_code():
    found = sources.in_code(
        "from django.utils.translation import gettext as _, ngettext\n"
        "says = _('One ' 'sentence')\nhow_many = ngettext('%(n)s day', '%(n)s days', n)\nprint('not this')\n"
    )

    assert set(found) == {Text("One sentence"), Text("%(n)s day", "%(n)s days")}


DAYS = Marked(Text("%(n)s day", "%(n)s days"), "a.py")
HELLO = Marked(Text("Hello {name}", context="greeting"), "b.py")


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    made = polib.POFile()
    made.extend(entries)
    return made


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Hello {name}", msgstr="Hallo {name}", msgctxt="greeting"), None),
        (polib.POEntry(msgid="Hello {name}", msgstr="", msgctxt="greeting"), "not translated"),
        # Of another place that reads the same in English.
        (polib.POEntry(msgid="Hello {name}", msgstr="Hallo {name}"), "not translated"),
        (
            polib.POEntry(msgid="Hello {name}", msgstr="Hallo {name}", msgctxt="greeting", flags=["fuzzy"]),
            "not translated",
        ),
        (
            polib.POEntry(msgid="Hello {name}", msgstr="Hallo {nane}", msgctxt="greeting"),
            "names other values",
        ),
    ],
)
def test_a_translation_is_there_certain_and_names_the_same_values(entry, fault):
    found = list(catalogues.faults(catalogue(entry), [HELLO]))

    assert [each.partition(":")[0] for each in found] == ([fault] if fault else [])


def test_what_is_counted_names_its_number_where_there_are_several():
    one_day = {0: "ein Tag", 1: "%(n)s Tage"}
    days = polib.POEntry(msgid=DAYS.text.text, msgid_plural=DAYS.text.plural, msgstr_plural=one_day)

    assert list(catalogues.faults(catalogue(days), [DAYS])) == []


def test_bringing_up_to_date_keeps_what_still_stands_and_forgets_the_rest():
    known = polib.POEntry(msgid="Hello {name}", msgstr="Hallo {name}", msgctxt="greeting")
    gone = polib.POEntry(msgid="Nobody says this", msgstr="Das sagt niemand")

    fresh = catalogues.up_to_date(catalogue(known, gone), [DAYS, HELLO])

    assert [(entry.msgid, entry.translated()) for entry in fresh] == [
        ("%(n)s day", False),
        ("Hello {name}", True),
    ]


def test_what_is_counted_is_not_given_another_meaning_in_the_same_tag():
    """``with`` comes first, wherever it stands: it would count the letters of a text, or nothing at all."""
    shadowing = re.compile(r"{% blocktranslate[^%]* count \w+=(\w+)[^%]* \1=[^%]*%}")
    templates = (settings.BASE_DIR / "templates").rglob("*.html")

    assert [str(each) for each in templates if shadowing.search(each.read_text("utf-8"))] == []
