"""The school's pages.

=============  ====================================================
``lesson``     a lesson: where it begins, and its summary
``attempt``    the steps of an attempt at it
``questions``  the questions of a lesson, one at a time
``check``      the adaptive check, and what it tells
``review``     what has shown before, asked again
``answering``  what every page with a question does
=============  ====================================================
"""
