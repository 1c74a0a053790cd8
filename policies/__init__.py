"""The law: the policy language, the judge, the catalogue of AWS actions, and rows for policies."""
