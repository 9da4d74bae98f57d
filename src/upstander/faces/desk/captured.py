"""Put into words what is known of how a thing was captured, and what a captured file was found to hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from upstander.engines.captures.reading import BROKEN, Reading
from upstander.faces.desk.exhibits import things_of
from upstander.faces.desk.forms.capturing import CAPACITIES, COMPLETENESS, LABELS, SOURCES, WARNINGS, WHAT
from upstander.faces.kit.languages import language_name
from upstander.faces.kit.wording import platform_names
from upstander.record.cases.capturing import ALL, Capture
from upstander.record.cases.models import Case

CODES = {"what": WHAT, "capacity": CAPACITIES, "completeness": COMPLETENESS, "warning": WARNINGS}
WORDS = "answers_text"
"""The field that holds words of a post."""
UNSAID = ("posted_which", "captured_which")


@dataclass(frozen=True)
class Row:
    """One field that is known, in words, and who says it."""

    label: str
    value: str
    source: str
    address: bool = False


@dataclass(frozen=True)
class Remark:
    """One thing that was found in a captured file."""

    says: str
    detail: str
    wrong: bool


def known_rows(case: Case, capture: Capture, *, open: bool) -> tuple[list[Row], list[str]]:
    """Return the fields that are known in the order of the record, and the names of those that are not.

    Words of posts are there only where they are `open`: somebody asked for them today.
    """
    known = [_row(case, capture, name, open=open) for name in ALL if capture[name] and name not in UNSAID]
    return known, [str(LABELS[name]) for name in ALL if not capture[name] and name not in UNSAID]


def _row(case: Case, capture: Capture, name: str, *, open: bool) -> Row:
    value = capture[name]
    if name == WORDS and not open:
        value = _("Hidden until the words of the report are shown")
    elif name in CODES:
        value = str(CODES[name].get(value, value))
    elif name == "platform":
        value = ", ".join(platform_names([value]))
    elif name == "language":
        value = language_name(value)
    elif name == "answers_post":
        value = next((each.label for each in things_of(case) if each.code == f"post:{value}"), _("a post that is gone"))
    elif name.endswith("_utc"):
        value = f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M:%S} UTC"
    source = str(SOURCES[capture.fields[name].source])
    return Row(str(LABELS[name]), value, source, name.endswith("_address"))


def remarks(found: Reading | None) -> list[Remark]:
    """Return what was found in a captured file, what is wrong with it first."""
    if found is None:
        return []
    rows = [Remark(_faults().get(code, code), detail, code in BROKEN) for code, detail in found.faults]
    return sorted(rows, key=lambda row: not row.wrong)


def states() -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the words and the colour for each state of a captured file."""
    yield "whole", (_("Whole"), "green")
    yield "faulty", (_("Not whole, or not what it says"), "red")
    yield "nothing", (_("It captured nothing"), "red")
    yield "unread", (_("Not read: this machine has no sandbox"), "yellow")


def _faults() -> dict[str, Any]:
    return {
        "truncated": _("It ends too early: a part or record of it is not whole."),
        "hash differs": _("A part of it does not agree with its own hash."),
        "part missing": _("It describes a part that it does not hold."),
        "not described": _("It holds a part that its description does not name."),
        "no hash": _("It says no hash of a part."),
        "unreadable": _("It is not of the form that it claims."),
        "stopped": _("Reading it was stopped: it takes too long, is too large or broken."),
        "bomb": _("It says that it unpacks to far more than it holds: nothing in it was opened."),
        "too many parts": _("It has more parts than are looked at."),
        "nested too deeply": _("It is nested too deeply to be read."),
        "bytes between": _("There are bytes between its records that belong to none."),
        "entities": _("It defines words of its own, which were not expanded."),
        "same name twice": _("Two of its parts have the same name."),
        "leads out": _("A name in it leads out of a folder."),
        "archive inside": _("It holds an archive, which was not opened."),
        "locked": _("A part of it is locked with a password."),
        "active": _("It holds scripts or other active content, which was not run."),
        "no reader": _("This machine has no reader for such files."),
        "comment without picture": _("A comment in it has no picture."),
    }
