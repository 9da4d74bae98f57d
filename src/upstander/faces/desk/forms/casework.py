"""What is asked when officers write notes, set tasks, hand over a shift and give cases to one another."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upstander.duties.casework.days import after_working_days, end_of
from upstander.faces.desk.forms.closing import offer
from upstander.faces.kit.forms import CleanCharField, DateField, Form, OneOf, Option
from upstander.law.clocks import LONDON
from upstander.record.people.models import User

LONG, SHORT = 10_000, 500


class NoteText(Form):
    """A note, as fact or as opinion: nobody chooses for the writer."""

    kind = OneOf(
        [
            Option("fact", _("Fact"), hint=_("What somebody saw, was told or read, and where it can be checked.")),
            Option("opinion", _("Opinion"), hint=_("What you think, suspect or conclude.")),
        ],
        label=_("Is this fact or opinion?"),
        missing=_("Say whether this is fact or opinion"),
    )
    text = CleanCharField(label=_("Note"), lines=4, max_length=LONG, missing=_("Write the note"))


class TaskAsked(Form):
    """What is to be done, by whom and by when; or a reminder that is shown at a time."""

    what = CleanCharField(label=_("What is to be done?"), max_length=SHORT, missing=_("Say what is to be done"))
    whose = OneOf([], label=_("By whom?"), select=True)
    by = OneOf(
        [
            Option("0", _("Today")),
            Option("1", _("By the end of the next working day")),
            Option("5", _("In five working days")),
            Option("day", _("On a day")),
        ],
        label=_("By when?"),
    )
    day = DateField(
        label=_("Which day?"), hint=_("A day on which the hub does not work becomes the next on which it does."),
        missing=_("Enter the day"),
    )  # fmt: skip
    shown = OneOf(
        [
            Option("now", _("At once")),
            Option("then", _("At a time"), hint=_("As a reminder: it stays out of sight until then.")),
        ],
        label=_("When is it shown?"), initial="now",
    )  # fmt: skip
    shown_on = DateField(label=_("From which day?"), missing=_("Enter the day of the reminder"))
    shown_at = CleanCharField(
        label=_("At what time?"),
        hint=_("For example 14:30"),
        initial="09:00",
        max_length=5,
        width="govuk-input--width-5",
    )
    reveals = {"by": {"day": ["day"]}, "shown": {"then": ["shown_on", "shown_at"]}}

    def __init__(self, *args: Any, people: Sequence[User], me: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("whose", str(me.pk))
        super().__init__(*args, **kwargs)
        self._people = {str(each.pk): each for each in people}
        offer_people(self, "whose", people, me)
        self.fields["day"].earliest = timezone.localdate()  # type: ignore[attr-defined]
        self.fields["shown_on"].earliest = timezone.localdate()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Work out the two times."""
        cleaned = super().clean()
        today = timezone.localdate()
        by, day = cleaned.get("by"), cleaned.get("day")
        if by == "day" and day:
            cleaned["due_at"] = end_of(day)
        elif by in ("0", "1", "5"):
            cleaned["due_at"] = end_of(after_working_days(int(by), today) if by != "0" else today)
        cleaned["shown_from"] = None
        if cleaned.get("shown") == "then" and cleaned.get("shown_on"):
            cleaned["shown_from"] = self._time(cleaned["shown_on"], cleaned.get("shown_at") or "")
            if cleaned["shown_from"] and cleaned.get("due_at") and cleaned["shown_from"] > cleaned["due_at"]:
                self.add_error("shown_on", _("The reminder would come after the day it is due"))
        return cleaned

    @property
    def person(self) -> User:
        """Return who is to do it."""
        return self._people[self.cleaned_data["whose"]]

    def _time(self, day: date, said: str) -> datetime | None:
        try:
            return datetime.combine(day, time.fromisoformat(said), tzinfo=LONDON)
        except ValueError:
            self.add_error("shown_at", _("Enter a time like 14:30"))
            return None


class GivenTo(Form):
    """To whom a case is given, and why."""

    to = OneOf([], label=_("Who is to have it?"), select=True, missing=_("Choose an officer"))
    reason = CleanCharField(
        label=_("Why?"), lines=2, max_length=LONG, hint=_("Kept with the case, and shown to both officers."),
        missing=_("Say why"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(each.pk): each for each in people}
        offer_people(self, "to", people)

    @property
    def person(self) -> User:
        """Return the officer chosen."""
        return self._people[self.cleaned_data["to"]]


class HandOverText(Form):
    """What an officer tells the next shift: in general, and of each case that is gathered for them."""

    text = CleanCharField(
        label=_("For the next shift"), lines=5, max_length=LONG, required=False,
        hint=_("What goes for no single case. No names of people who reported."),
    )  # fmt: skip

    def __init__(self, *args: Any, references: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reference in references:
            self.fields[reference] = CleanCharField(
                label=_("On %(reference)s") % {"reference": reference}, lines=2, max_length=LONG, required=False
            )
        self._references = tuple(references)

    @property
    def cases(self) -> dict[str, str]:
        """Return the words on single cases, by reference."""
        return {reference: self.cleaned_data.get(reference, "") for reference in self._references}


class Chosen(forms.Form):
    """The cases that were ticked in a list, and what is to be done with them."""

    ACTS = ("reassign", "release", "task", "review", "unreview")
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])


def offer_people(form: Form, name: str, people: Sequence[User], me: User | None = None) -> None:
    """Give a question the people of the hub as its answers."""
    options = [
        Option(str(each.pk), f"{each.name} ({_('me')})" if me is not None and each.pk == me.pk else each.name)
        for each in people
    ]
    offer(form, name, options)
    field: Any = form.fields[name]
    field.choices = [("", _("Choose")), *((option.value, option.text) for option in options)]
