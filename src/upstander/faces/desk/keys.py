"""The keys of the desk: one table from which pages, the list of keys and the documentation are drawn.

Each key does what a visible link, button or field does that carries its name in `data-key`; the script does nothing
else. Without JavaScript, or switched off, all of it is done by those alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.record.people.actors import Actor


@dataclass(frozen=True)
class Key:
    """One key, or two pressed one after the other (`g q`), and what it does."""

    name: str
    keys: str
    says: Any


@dataclass(frozen=True)
class Group:
    """The keys of one kind of page."""

    title: Any
    keys: tuple[Key, ...]


MOVES = (
    Key("down", "j", _("The next case of the list")),
    Key("up", "k", _("The case before it")),
)
"""They move from row to row; the arrow keys do the same once a row is reached, and Enter opens the case."""

GROUPS = (
    Group(
        _("On every page"),
        (
            Key("help", "?", _("Show the keys")),
            Key("search", "/", _("Search")),
            Key("next", "n", _("Open the next case that nobody has claimed")),
            Key("queue", "g q", _("Go to the queue")),
            Key("mine", "g m", _("Go to my cases")),
            Key("tasks", "g k", _("Go to my tasks")),
            Key("sign_offs", "g s", _("Go to what waits for sign-off")),
            Key("handovers", "g h", _("Go to the handovers")),
            Key("with_forces", "g f", _("Go to what is with forces")),
            Key("enter", "g e", _("Enter a report")),
            Key("shift", "g w", _("Go to the shift")),
            Key("team", "g t", _("Go to the team")),
        ),
    ),
    Group(
        _("On the pages of the team"),
        (
            Key("morning", "g i", _("Go to the inspector's morning page")),
            Key("trouble", "g p", _("Go to trouble")),
        ),
    ),
    Group(
        _("In a list of cases"),
        (
            *MOVES,
            Key("find", "f", _("Open or close the filters")),
            Key("claim", "c", _("Claim the case that is reached")),
        ),
    ),
    Group(
        _("On a case"),
        (
            Key("overview", "v", _("Overview")),
            Key("reports", "r", _("Reports")),
            Key("triage", "t", _("Twelve questions")),
            Key("decide", "d", _("Decision")),
            Key("offer", "o", _("Force: see the proposal and offer the case")),
            Key("package", "p", _("Package")),
            Key("notes", "w", _("Notes")),
            Key("timeline", "l", _("Timeline")),
            Key("claim", "c", _("Claim the case")),
        ),
    ),
)
_EVERY = {key.name: key.keys for group in GROUPS for key in group.keys}


def keys_of(actor: Actor) -> Mapping[str, str]:
    """Return the keys by name for pages to put beside their links: none where the person switched them off."""
    return {} if actor.user is None or actor.user.keys_off else _EVERY
