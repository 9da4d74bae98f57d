"""The questions of acts that two people do, of withholding a file, and of holding or withdrawing a report."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.reasons import REASON
from upstander.faces.kit.forms import CleanCharField, Confirmed, DateField, Form, OneOf, Option
from upstander.law.clocks import LONDON

WITHHELD = {
    "abuse": _("Suspected child abuse material"),
    "terrorism": _("Suspected terrorist material"),
    "source": _("It would show who a source is"),
}
"""The words of ReportedFile.Withheld."""
HELD = {
    "quarantine": _("It must be checked before anybody works on it"),
    "sender": _("The sender has been asked something"),
}
"""The words of Hold.Kind."""


class Withhold(Form):
    """Why a file is withheld."""

    why = OneOf([Option(code, words) for code, words in WITHHELD.items()], label=_("What is the file suspected to be?"))
    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=REASON, hint=_("It is kept. Do not describe what the file shows.")
    )


class Refer(Form):
    """To whom a withheld file was referred."""

    body = OneOf([], label=_("To whom was it referred?"))
    to_whom = CleanCharField(label=_("Who there has it?"), hint=_("A name, a desk or a mailbox."))
    reference = CleanCharField(label=_("Their reference"), required=False)
    referred_on = DateField(label=_("On which day?"))
    referred_time = CleanCharField(
        label=_("At what time?"), max_length=5, width="govuk-input--width-5", hint=_("Such as 14:30, in London.")
    )
    note = CleanCharField(
        label=_("What else must be known?"), required=False, lines=3, max_length=REASON,
        hint=_("It is kept. Do not describe what the file shows."),
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Iterable[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [Option(id, name, hint=contact) for id, name, contact in bodies]
        self.fields["body"].options = tuple(offered)  # type: ignore[attr-defined]
        self.fields["body"].choices = [(each.value, each.text) for each in offered]  # type: ignore[attr-defined]
        self.fields["referred_on"].latest = timezone.localdate()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put day and time together."""
        cleaned = super().clean()
        try:
            at = time.fromisoformat(cleaned.get("referred_time") or "")
        except ValueError:
            if "referred_time" not in self.errors:
                self.add_error("referred_time", _("Enter a time such as 14:30"))
            return cleaned
        if day := cleaned.get("referred_on"):
            cleaned["referred_at"] = datetime.combine(day, at.replace(tzinfo=None), tzinfo=LONDON)
        return cleaned


class Hold(Form):
    """Why a report is held."""

    kind = OneOf([Option(code, words) for code, words in HELD.items()], label=_("Why is it held?"))
    reason = CleanCharField(label=_("Reason"), lines=3, max_length=REASON, hint=_("It is kept."))


class Ask(Form):
    """Ask for an act of two people, or do it alone where the night rule lets one."""

    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=REASON, hint=_("Whoever agrees reads this. It is kept.")
    )
    alone = Confirmed(label=_("Do it now, alone. A supervisor reviews it on the next working day"), required=False)

    def __init__(self, *args: Any, may_act_alone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_act_alone:
            del self.fields["alone"]

    @property
    def acts_alone(self) -> bool:
        """Whether it is to be done at once."""
        return bool(self.cleaned_data.get("alone"))


class Answer(Form):
    """Agree or refuse."""

    answer = OneOf([Option("agree", _("I agree")), Option("refuse", _("I refuse"))], label=_("Do you agree?"))
    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=REASON, required=False, hint=_("Needed where you refuse. It is kept.")
    )
