"""The school: lessons, exercises, classes."""
