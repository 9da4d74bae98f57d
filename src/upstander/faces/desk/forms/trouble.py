"""What a supervisor says about a letter in doubt."""

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option


class Settle(Form):
    """Whether a letter went, and how that is known."""

    outcome = OneOf(
        [
            Option("sent", _("It was sent: mark it so")),
            Option("again", _("Send it again"), hint=_("The person may get it twice.")),
        ],
        label=_("What happened to this letter?"),
    )
    reason = CleanCharField(label=_("How do you know?"), lines=3, max_length=2_000, hint=_("It is kept."))
