"""What a supervisor says of a decision, and what an officer records of the line of enquiry."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import offer, reasons_for
from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option


class SignOff(Form):
    """Agree or return, with reasons."""

    agrees = OneOf(
        [
            Option("yes", _("I agree: the decision stands")),
            Option("no", _("I return it to the officer")),
        ],
        label=_("Do you sign this decision off?"),
    )
    reasons = CleanCharField(label=_("Your reasons"), lines=4, max_length=5_000)


class Line(Form):
    """Whether there is a positive line of enquiry; without one, why the case ends."""

    positive = OneOf(
        [
            Option("yes", _("Yes"), hint=_("Something can be done that may identify who is responsible.")),
            Option("no", _("No"), hint=_("The case closes, and the complainant gets an honest letter.")),
        ],
        label=_("Is there a positive line of enquiry?"),
    )
    closing_reason = OneOf([], label=_("Why does it end here? The letter is worded from this."))
    reasons = CleanCharField(label=_("Your reasons"), lines=4, max_length=5_000, hint=_("Kept in the case, not sent."))
    reveals = {"positive": {"no": ["closing_reason"]}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "closing_reason", reasons_for("crime"))
