"""The gradebook as a table for other programs: CSV as RFC 4180 describes it."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from lessons.grades.book import Book
from lessons.templatetags.classroom import step_title

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know that it is UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(book: Book) -> str:
    """A line for each learner, by nickname: scores in percent, empty where nothing was done yet."""
    written = io.StringIO()
    table = csv.writer(written)
    titles = [_harmless(step_title(column.step)) for column in book.columns]
    table.writerow([_("Nickname"), *titles, _("Mean"), _("Hints"), _("Solution seen")])
    for row in book.rows:
        scores = ["" if cell.score is None else cell.score for cell in row.cells]
        seen = _("yes") if any(cell.attempt and cell.attempt.assisted for cell in row.cells) else _("no")
        mean = "" if row.mean is None else row.mean
        table.writerow([_harmless(row.seat.nickname), *scores, mean, row.hints, seen])
    return BYTE_ORDER_MARK + written.getvalue()


def _harmless(text: str) -> str:
    """A spreadsheet takes what begins so for a formula, and runs it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
