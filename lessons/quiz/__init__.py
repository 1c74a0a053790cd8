"""Questions of an exercise, for the quizzes of other programs. Each stands alone: it says what the
organization is like in which it is asked, as there is no picture of it there.

========== ============================================================================
``items``  the questions, with the key that the engine confirms
``markup`` what is read, as elements that HTML and QTI both have
``gift``   a text that Moodle and others import
``qti``    packages of 1EdTech's Question and Test Interoperability, 2.1 and 3.0
========== ============================================================================
"""
