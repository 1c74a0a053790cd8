"""The school's pages.

==============  ====================================================
``landing``     the first page
``course``      the lessons, and the comparison that one proves
``progress``    where somebody stands
``completion``  what they have solved, to print and to show
``lesson``      a lesson: where it begins, and its summary
``attempt``     the steps of an attempt at it
``questions``   the questions of a lesson, one at a time
``check``       the adaptive check, and what it tells
``review``      what has shown before, asked again
``answering``   what every page with a question does
==============  ====================================================
"""
