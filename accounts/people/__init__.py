"""People who study here: how a second browser comes to be theirs, and how they go.

``user_agent``  what a browser is called in a list
``phrase``      four words that bring everything to another browser
``signing``     a name and a password; the browsers that somebody is known in; leaving
``merging``     what two of them have made, put together
``forgetting``  what is deleted when nobody can come back to it
``roles``       learners, instructors, authors, administrators: who may do what
``invitations`` how somebody becomes an instructor
``codes``       codes that are read aloud and typed
``limits``      how often a secret may be guessed

The key in the cookie says whose work a page shows. Signing in makes a session of ``django.contrib.auth``,
too, for what asks for more than that: a recovery phrase alone makes none.
"""
