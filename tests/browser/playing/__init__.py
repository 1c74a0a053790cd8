"""A worked solution, played in the page by somebody who has only a mouse, or only a keyboard.

``hand``      what a hand can do; ``mouse`` and ``keyboard`` are the two
``deed``      one operation with what it names, as the page calls that
``walker``    the ways between the pages that operations need
``organization``, ``inside``, ``membership``   what each operation is in the page
``player``    the way through a lesson
``strokes``   what the page has felt of the hand
"""
