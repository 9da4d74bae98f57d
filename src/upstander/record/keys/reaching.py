"""Say in plain words that the keys cannot be reached; a key that was not looked up is never a key that nobody holds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, OperationalError

_NAMED = re.compile(r'could not connect to server "([^"]+)"')
_GONE = ("08", "57P", "HV")
"""Classes of SQLSTATE: a connection failed, a server is stopping, a foreign server failed."""
_NO_TABLE = "42P01"


class KeysOutOfReach(OperationalError):
    """Not every server that holds keys answers, or they are being moved. What was asked is to be asked again later."""


@contextmanager
def reaching_keys() -> Iterator[None]:
    """Turn what PostgreSQL says of a server out of reach into one sentence that names it. Raises KeysOutOfReach."""
    try:
        yield
    except Error as error:
        state = str(getattr(error.__cause__, "sqlstate", "") or "")
        first = (str(error).splitlines() or [""])[0]
        if state == _NO_TABLE and '"match_key"' in first:
            raise KeysOutOfReach("The keys are being moved to other servers. Try again when that has ended.") from error
        if state.startswith(_GONE) and (named := _NAMED.search(first)):
            raise KeysOutOfReach(f"The server {named[1]}, which holds a part of the keys, does not answer.") from error
        if state.startswith(_GONE) and "remote SQL command" in str(error):
            raise KeysOutOfReach(f"A server that holds a part of the keys broke off: {first}") from error
        raise
