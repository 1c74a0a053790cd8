"""What comes from the page: which operation, on which revision, with which parameters.

AWS's own rules are the operations'; a form only says what is missing or far too long.

===============  ==============================================================
``fields``       the fields of which all of them are made
``membership``   parameters of operations on members, trust and delegation
``identities``   on users, groups, roles, and the policies that they carry
``credentials``  on keys, passwords, MFA, boundaries and tags
``resources``    on what an account holds besides
``billing``      on usage and discounts
``parameters``   all of them by operation, with those on units and policies
``posted``       what is posted with them, and the fields of the policy editor
===============  ==============================================================
"""

from accounts.forms.parameters import PARAMETERS, parameters_form
from accounts.forms.posted import EditForm, OperateForm, PolicyForm

__all__ = ["PARAMETERS", "EditForm", "OperateForm", "PolicyForm", "parameters_form"]
