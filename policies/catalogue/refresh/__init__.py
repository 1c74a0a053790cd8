"""Rebuild the data files from what others publish, and say what that changes.

``package`` reads the npm package of actions, ``wheel`` the Python package with the managed policies,
``difference`` compares before and after. Nothing here runs while the site serves.
"""
