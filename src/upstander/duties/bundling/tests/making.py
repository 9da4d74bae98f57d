"""Make reports in tests that are alike or not alike, as told."""

from collections.abc import Callable
from itertools import count

from upstander.duties.bundling.due import look_for_others
from upstander.duties.bundling.models import Suggestion
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Report
from upstander.record.journal.models import Entry

_NUMBERS = count(7_000_000_000_000_000_000)
WORDS = (
    "orchard", "lantern", "granite", "whistle", "velvet", "compass", "thunder", "saffron", "marble", "falcon", "ribbon",
    "cactus", "harbour", "pepper", "violin", "anchor", "meadow", "copper", "glacier", "pumpkin", "walnut", "saddle",
    "turnip", "magnet", "kettle", "blanket", "monsoon", "parrot", "cinnamon", "teapot",
)  # fmt: skip


def unlike(number: int) -> str:
    """A text that shares no run of nine letters with that of another number."""
    step = 7 * number + 1
    picked = [WORDS[(number + step * turn) % len(WORDS)] for turn in range(6)]
    return " ".join(f"{word}{number:03}{chr(97 + number % 26)}" for word in picked)


def alone(make: Callable[..., Received], number: int, **fields: object) -> Received:
    """Receive a report that is like no other."""
    plain: dict[str, object] = {"account": unlike(2 * number), "posts": (a_post(number=number),)}
    return make(**{**plain, **fields})


def a_post(*, number: int, text: str | None = None, link: str | None = None, handle: str = "") -> SaidPost:
    fresh = f"https://x.com/i/status/{next(_NUMBERS)}"
    words = unlike(2 * number + 1) if text is None else text
    return SaidPost(link=fresh if link is None else link, platform="x", text=words, handle=handle)


def looked(report: Report) -> list[Suggestion]:
    """Look for others as the worker does and return the suggestions about the report."""
    look_for_others(report=report.pk)
    return list(Suggestion.objects.filter(report=report).order_by("earlier"))


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()
