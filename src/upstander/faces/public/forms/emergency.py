"""The one question of the emergency page."""

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form


class PlaceForm(Form):
    """Where somebody is."""

    place = CleanCharField(
        label=_("Postcode or town"), width="govuk-input--width-10", hint=_("For example LS1 1UR"),
        missing=_("Enter a postcode or the name of a town"),
    )  # fmt: skip
