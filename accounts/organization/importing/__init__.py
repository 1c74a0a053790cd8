"""Bring your own organization: what AWS prints of one, to a scenario document.

===================  ==========================================================================
``files``            files, or an archive of them, to answers: which is which shows in what they hold
``answers``          an answer of AWS, and reading its members one by one
``remarks``          what was not understood, left out or assumed
``gathering``        all answers of AWS Organizations together, with the tree that they tell of
``identities``       the answer of ``iam get-account-authorization-details`` to one account's IAM
``credentials``      access keys, passwords, MFA devices and their rules, without any secret
``documents``        policies that the simulator cannot read are left out, and that is said
``pseudonyms``       other numbers, addresses and names, the same ones everywhere
``importing``        answers to a scenario document, checked by the reader of scenarios
===================  ==========================================================================
"""

from __future__ import annotations

from accounts.organization.importing.answers import Answer
from accounts.organization.importing.files import (
    MOST_BYTES,
    MOST_FILES,
    UnreadableFilesError,
    answers_in,
    unpacked,
)
from accounts.organization.importing.importing import Imported, import_answers
from accounts.organization.importing.remarks import Remark, Remarks

__all__ = [
    "MOST_BYTES",
    "MOST_FILES",
    "Answer",
    "Imported",
    "Remark",
    "Remarks",
    "UnreadableFilesError",
    "answers_in",
    "import_answers",
    "unpacked",
]
