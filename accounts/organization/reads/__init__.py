"""AWS's API operations that change nothing: an ``Organization`` in, the members of the response out.

Named and called as those of ``operations``, and refused with the same errors; but no event is kept of
them, nothing is undone, and so they are in no table.

=================  ==============================================================================
``organizations``  of ``organizations.amazonaws.com``
=================  ==============================================================================
"""
