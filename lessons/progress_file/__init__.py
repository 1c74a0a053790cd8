"""Everything of one learner as a file, and back: ``orgsim-progress``, version 1.

``shape``    the file's values
``writing``  rows → file, signed by this site
``reading``  file → values, every fault with its place
``taking``   values → rows, without anything twice; what was not made here is done again and judged again
"""
