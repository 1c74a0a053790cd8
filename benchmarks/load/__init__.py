"""A whole class at work at once, over HTTP, against the server of the README.

``make load`` holds two classes of one lesson: 200 learners on PostgreSQL, and 40 on SQLite. Everybody joins
from one address, votes, and does an operation every ten seconds, each with an event stream open; the
instructor has two windows, and moves. What is measured, and its bars, are in ``figures``.
"""
