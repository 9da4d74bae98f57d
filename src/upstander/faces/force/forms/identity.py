"""Why somebody of a force must know who reported."""

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form


class WhyKnow(Form):
    """The reason for opening who reported: it is kept with the look."""

    reason = CleanCharField(
        label=_("Why must you know who reported this?"), lines=3, max_length=2_000,
        hint=_("It is kept, with your name and the time, and the hub can read it."),
    )  # fmt: skip
