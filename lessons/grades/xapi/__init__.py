"""What happens in classes, told to a learning record store. Off unless ``XAPI_ENDPOINT`` is set.

============== ==========================================================================
``statements`` begun, voted, solved: as xAPI 1.0.3 writes them, about people without names
``outbox``     kept in the transaction that they tell of, sent later
``sending``    to the store, again and again until it has them
============== ==========================================================================

Source: https://github.com/adlnet/xAPI-Spec, xAPI-Data.md (statements) and xAPI-Communication.md (sending).
"""
