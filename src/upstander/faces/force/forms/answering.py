"""How a force answers an offer."""

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form


class Accept(Form):
    """Take the case, under the force's own reference."""

    force_reference = CleanCharField(
        label=_("Your own reference"), required=False, max_length=80, width="govuk-input--width-20",
        hint=_("Leave it empty if there is none yet."),
    )  # fmt: skip


class Dispute(Form):
    """Send the case back, with a reason."""

    reason = CleanCharField(
        label=_("Why is this not for your force?"), lines=4, max_length=2_000,
        hint=_("The hub's officer reads it and answers under a clock."),
    )  # fmt: skip
