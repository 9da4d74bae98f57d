"""How many cases to draw for a second look, and what it found."""

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option

SIZES = ("3", "5", "10", "20")


class Draw(Form):
    """The size of a sample."""

    size = OneOf([Option(size, size) for size in SIZES], label=_("How many cases?"), inline=True, initial="5")


class Found(Form):
    """What somebody found who looked at a finished case a second time."""

    finding = OneOf(
        [
            Option("sound", _("Sound"), hint=_("Decided and dealt with as it should be.")),
            Option("learning", _("Sound, with something to learn"), hint=_("It stands; say what to do better.")),
            Option("concern", _("A concern"), hint=_("It should have gone another way. Speak to its officer.")),
        ],
        label=_("What did you find?"),
    )  # fmt: skip
    note = CleanCharField(
        label=_("What you found"), lines=4, max_length=2_000, required=False, hint=_("Needed unless it is sound.")
    )
