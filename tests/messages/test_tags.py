"""The tags of translation say what Django's own say, in whatever language is spoken when they say it."""

import pytest
from django.template import Context, Template
from django.templatetags import i18n
from django.utils.safestring import mark_safe
from django.utils.translation import deactivate_all, override

from orgsim_site.messages import tags

SAME = "{% load i18n %}{% translate 'Accounts' %} & {% blocktranslate %}Accounts{% endblocktranslate %}"
SENTENCE = "{% load i18n %}{% blocktranslate with place=where|upper %}Inside {{ account }}: {{ place }}"
COUNTED = "{% load i18n %}{% blocktranslate count n=n %}{{ n }} action{% plural %}{{ n }} actions"
TEMPLATES = {
    "a text": SAME,
    "values": SENTENCE + "{% endblocktranslate %}",
    "a count": COUNTED + "{% endblocktranslate %}",
    "a name": "{% load i18n %}{% translate 'Accounts' as it %}[{{ it }}]",
    "a variable": "{% load i18n %}{% translate account %}",
    "per cent": "{% load i18n %}{% translate '5 %% of it' %}",
    "per cent in a block": "{% load i18n %}{% blocktranslate %}5 % of it{% endblocktranslate %}",
    "per cent of a value": "{% load i18n %}{% blocktranslate %}5 % of {{ account }}{% endblocktranslate %}",
}
VALUES = [
    {"account": "dev-1", "where": "root", "n": 1},
    {"account": "<b>", "where": mark_safe("<i>"), "n": 2},
    {"where": "nowhere", "n": 0},
]


def said(source: str) -> list[str]:
    """In English, in German, in no language at all, and in English again."""
    template = Template(source)
    spoken = []
    for language in ("en", "de", None, "en"):
        with override(language):
            if language is None:
                deactivate_all()
            spoken += [template.render(Context(values)) for values in VALUES]
    return spoken


@pytest.mark.parametrize("source", TEMPLATES.values(), ids=TEMPLATES)
def test_a_text_reads_as_django_says_it(source, settings):
    ours = said(source)
    (engine,) = settings.TEMPLATES
    libraries = {"libraries": {"i18n": i18n.__name__}}
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], **libraries}}]

    assert ours == said(source)


def test_a_text_that_is_always_the_same_is_looked_up_once():
    assert any(isinstance(node, tags.Same) for node in Template(SAME).nodelist)
