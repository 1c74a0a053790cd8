"""The simulated organization: one frozen value, and AWS's operations as pure functions over it.

No Django, no database, no clock, no randomness: identifiers and time are handed in as an
``Occasion``, so replaying the same events gives the same value.

=======================  ======================================================================
``state``                ``Organization`` and what it is made of
``identifiers``          identifiers shaped as AWS's, derived from a seed and a revision
``arns``                 ARNs and entity paths, the names under which policies speak of all this
``quotas``               AWS's limits, each with its source and date
``errors``               AWS's errors by their own names
``operations``           the API operations in snake case, and the table of them all
``management_policies``  what tag policies and their kin come to
``scenario``             organizations as documents, in and out
``own_keys``             access keys of its own for a copy of an organization
``decisions``            what the judge says about a principal of an organization
=======================  ======================================================================
"""
