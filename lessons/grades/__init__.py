"""Results of classes.

============== ==================================================================
``book``       learners by tasks: the same scores that the learners see
``tables``     the book as CSV
``regrading``  judging a task again by a better version of its exercise
``telling``    what learners are told of that
``xapi``       telling a learning record store
============== ==================================================================
"""
