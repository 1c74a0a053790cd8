"""The school's pages.

===========  ====================================================
``lesson``   a lesson: where it begins, and its summary
``attempt``  the steps of an attempt at it
===========  ====================================================
"""
