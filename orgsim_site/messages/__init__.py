"""What there is to translate, and the catalogues in ``locale/`` that hold how it reads.

``python -m orgsim_site.messages`` (``make messages``) takes new strings into every ``.po``, keeps what no
string asks for any more out of it, and compiles the ``.mo`` that the site reads.

==================  ====================================================================
``sources``         the strings of templates and code, and where they stand
``catalogues``      a language's ``.po``: brought up to date, compiled, and its faults
``lessons``         what a language lacks of the lessons, which have files of their own
``tags``            Django's own, which look a text up once in each language
``unmarked``        the words of a template that nobody could translate
==================  ====================================================================
"""
