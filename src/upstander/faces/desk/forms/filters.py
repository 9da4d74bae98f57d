"""The questions beside the queue."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.queries import QueueFilters
from upstander.faces.kit.forms import CleanCharField, Confirmed, Form, OneOf, Option
from upstander.faces.kit.wording import MARKS, STATES
from upstander.law.platforms import platforms
from upstander.law.strands import strands

NAMES = ("reference", "owner", "state", "strand", "platform", "mark", "first", "danger")

FIRST = {"danger": _("In danger, unclaimed"), "overdue": _("Overdue")}


class Filters(Form):
    """What to show of the queue; nothing asked for means everything that is not closed."""

    reference = CleanCharField(label=_("Reference of a case or report"), required=False, max_length=40)
    owner = OneOf(
        [Option("all", _("Everyone's")), Option("unclaimed", _("Unclaimed"))], label=_("Whose"), required=False
    )
    state = OneOf([], select=True, label=_("State"), required=False)
    strand = OneOf([], select=True, label=_("Strand"), required=False)
    platform = OneOf([], select=True, label=_("Platform"), required=False)
    mark = OneOf([], select=True, label=_("Marked as"), required=False)
    first = OneOf([], select=True, label=_("What comes first"), required=False)
    danger = Confirmed(label=_("Only where someone may be in danger"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        for name, known in (("state", STATES), ("mark", MARKS), ("first", FIRST)):
            self._offer(name, list(known.items()))
        self._offer("strand", [(each.id, gettext(each.name)) for each in strands(today)])
        self._offer("platform", [(each.id, gettext(each.name)) for each in platforms(today)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> QueueFilters:
        """Return the filters; what was wrong or left empty filters nothing."""
        self.is_valid()
        answers = {name: self.cleaned_data[name] for name in NAMES if self.cleaned_data.get(name)}
        return QueueFilters(**answers)

    def told(self) -> list[tuple[str, str, str]]:
        """Return what is being filtered by: the name of the question, its words, the words of the answer."""
        self.is_valid()
        said = []
        for name in NAMES:
            value = self.cleaned_data.get(name)
            if not value or value == "all":
                continue
            words = dict(getattr(self.fields[name], "choices", [])).get(value, value)
            said.append((name, str(self.fields[name].label), "" if value is True else str(words)))
        return said
