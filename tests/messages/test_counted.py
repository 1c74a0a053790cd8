"""A counted thing is counted by its number, also where a value beside it has been given a name."""

import re

from orgsim_site.messages.sources import ROOT

COUNTED = re.compile(r"\{% blocktranslate [^%]*?count \w+=(\w+)[^%]*? with ([^%]*)%\}")


def test_no_name_given_beside_a_count_hides_what_is_counted():
    hidden = {
        path.name: counted
        for path in (ROOT / "templates").rglob("*.html")
        for counted, named in COUNTED.findall(path.read_text())
        if re.search(rf"(?:^| ){counted}=", named)
    }

    assert hidden == {}
