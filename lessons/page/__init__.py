"""The school's pages as values for the templates, most of them for the lesson beside the tree.

``course``           the comparison with what proves it, in the reader's words
``miniature``        the first page's small organization
===================  ===========================================================
"""
