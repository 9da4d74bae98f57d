"""The questions beside the queue, and the name under which their answers are saved."""

from datetime import date
from typing import Any

from django.forms import HiddenInput
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.queries import QueueFilters
from upstander.duties.casework.queries import colleagues
from upstander.faces.kit.forms import CleanCharField, Confirmed, DateField, Form, OneOf
from upstander.faces.kit.wording import LEVELS, MARKS, STATES, WORDINGS
from upstander.faces.kit.words import when
from upstander.law.places import forces
from upstander.law.platforms import platforms
from upstander.law.strands import strands
from upstander.record.people.actors import Actor

LANES = {
    "danger": _("Unread: someone may be in danger"),
    "urgent": _("Unread: threat wording or High band"),
    "other_unread": _("Unread: all others"),
    "unread": _("All unread"),
    "worked": _("Read and at the hub"),
    "with_force": _("With a force"),
}
NAMES = (
    "reference", "owner", "lane", "band", "state", "strand", "platform", "force", "mark", "wording", "overdue",
    "danger", "opened_from", "opened_to",
)  # fmt: skip
PARTS = ("day", "month", "year")


class Filters(Form):
    """What to show of the queue; nothing asked for means everything that is not closed."""

    reference = CleanCharField(label=_("Reference of a case or report"), required=False, max_length=40)
    owner = OneOf([], select=True, label=_("Whose"), required=False)
    lane = OneOf([], select=True, label=_("Part of the queue"), required=False)
    band = OneOf([], select=True, label=_("Band"), required=False)
    state = OneOf([], select=True, label=_("State"), required=False)
    strand = OneOf([], select=True, label=_("Strand"), required=False)
    platform = OneOf([], select=True, label=_("Platform"), required=False)
    force = OneOf([], select=True, label=_("Offered to force"), required=False)
    mark = OneOf([], select=True, label=_("Marked as"), required=False)
    wording = OneOf([], select=True, label=_("Wording found"), required=False)
    overdue = Confirmed(label=_("Only where a clock is over"), required=False)
    danger = Confirmed(label=_("Only where someone may be in danger"), required=False)
    opened_from = DateField(label=_("Opened from"), required=False)
    opened_to = DateField(label=_("Opened to"), required=False)

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        people = [(str(each.pk), each.name) for each in colleagues(viewer)]
        self._offer("owner", [("mine", _("Mine")), ("unclaimed", _("Unclaimed")), *people])
        known = (("lane", LANES), ("state", STATES), ("mark", MARKS), ("wording", {"any": _("Any"), **WORDINGS}))
        for name, words in known:
            self._offer(name, list(words.items()))
        self._offer("band", [*LEVELS.items(), ("unanswered", _("Not yet answered"))])
        self._offer("strand", [(each.id, gettext(each.name)) for each in strands(today)])
        self._offer("platform", [(each.id, gettext(each.name)) for each in platforms(today)])
        self._offer("force", [(each.code, gettext(each.name)) for each in forces(today)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> QueueFilters:
        """Return the filters; what was wrong or left empty filters nothing."""
        self.is_valid()
        return QueueFilters(**{name: self.cleaned_data[name] for name in NAMES if self.cleaned_data.get(name)})

    @property
    def query(self) -> str:
        """Return the address's query of the filters that are right, in one fixed order: what a saved view keeps."""
        self.is_valid()
        query = QueryDict(mutable=True)
        for name in NAMES:
            value = self.cleaned_data.get(name)
            if isinstance(value, date):
                query.update({f"{name}-{part}": str(getattr(value, part)) for part in PARTS})
            elif value:
                query[name] = "on" if value is True else value
        return query.urlencode()

    def told(self) -> list[tuple[str, str, str]]:
        """Return what is being filtered by: the name of the question, its words, the words of the answer."""
        self.is_valid()
        said = []
        for name in NAMES:
            value = self.cleaned_data.get(name)
            if not value:
                continue
            choices = dict(getattr(self.fields[name], "choices", []))
            words = when(value) if isinstance(value, date) else choices.get(value, value)
            said.append((name, str(self.fields[name].label), "" if value is True else str(words)))
        return said


class ViewName(Form):
    """Under which name the filters are saved, and for whom."""

    name = CleanCharField(label=_("Name of the view"), max_length=60)
    shared = Confirmed(label=_("Share it with everybody of the hub"), required=False)
    query = CleanCharField(label=_("Filters"), max_length=2_000, required=False, widget=HiddenInput())
