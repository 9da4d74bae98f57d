"""Write the log: what was refused as expected is one line, what broke keeps its traceback."""

import logging
from copy import copy

REFUSING = ("django.request", "django.security")
"""The loggers in which Django tells of requests that it refused, and of those on which it broke."""


class OneLine(logging.Formatter):
    """Leave the traceback out, and any line break, of a refusal: an answer from 400 to 499."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record; the record stays whole for other handlers."""
        refused = record.name.startswith(REFUSING) and 400 <= getattr(record, "status_code", 500) < 500
        if not refused:
            return super().format(record)
        bare = copy(record)
        bare.exc_info = bare.exc_text = bare.stack_info = None
        return " ".join(super().format(bare).split())
