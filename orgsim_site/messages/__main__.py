"""Brings every language up to date with the strings of the site, and says what each lacks."""

import django

django.setup()

from orgsim_site.messages import catalogues, lessons, sources  # noqa: E402  (templates are read by Django)


def main() -> None:
    strings = list(sources.marked())
    for language in catalogues.languages():
        path = catalogues.path_of(language)
        catalogue = catalogues.up_to_date(catalogues.read(path), strings)
        catalogue.save(str(path))
        path.with_suffix(".mo").write_bytes(catalogue.to_binary())
        print(f"{language}: {catalogue.percent_translated()} % of {len(catalogue)} strings")
        for fault in catalogues.faults(catalogue, [each for each in strings if each.is_in(sources.COMPLETE)]):
            print(f"  {fault}")
        for line in lessons.lacking(language):
            print(f"  {line}")


if __name__ == "__main__":
    main()
