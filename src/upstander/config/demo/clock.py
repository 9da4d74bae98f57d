"""Let the demo's script happen at the times it says, ending now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `timezone.now()` answer `moment`: letters and clocks of the demo then carry the times of its story."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield
