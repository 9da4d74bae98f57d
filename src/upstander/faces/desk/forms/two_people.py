"""The questions of acts that two people do, of withholding a file, and of holding or withdrawing a report."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.reasons import REASON
from upstander.faces.kit.forms import CleanCharField, Confirmed, Form, OneOf, Option

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
