"""The school's pages.

=============  ====================================================
``lesson``     a lesson: where it begins, and its summary
``attempt``    the steps of an attempt at it
``questions``  the questions of a lesson, one at a time
``answering``  what every page with a question does
=============  ====================================================
"""
