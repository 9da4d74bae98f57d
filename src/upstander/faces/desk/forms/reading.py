"""What a second reader answers, and what a supervisor says of two readings or of a review that was asked for."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option
from upstander.law.expression import factors

LONG = 5_000


class SecondReading(Form):
    """Crime or not, why, and what bears on freedom of expression."""

    finding = OneOf(
        [
            Option("crime", _("A crime")),
            Option("not a crime", _("Not a crime")),
            Option("need more", _("I would need to know more")),
        ],
        label=_("What do you find?"),
    )
    reasons = CleanCharField(
        label=_("Your reasons"), hint=_("What is needed, if more is needed."), lines=4, max_length=LONG
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for factor in factors(timezone.localdate()):
            self.fields[_name(factor.id)] = CleanCharField(
                label=str(factor.question), required=False, lines=2, max_length=2_000
            )

    def expression(self) -> dict[str, str]:
        """Return the answers on freedom of expression: {factor id: text}."""
        return {factor.id: self.cleaned_data[_name(factor.id)] for factor in factors(timezone.localdate())}


class Settled(Form):
    """Whether the decision stands, with reasons."""

    stands = OneOf(
        [
            Option("yes", _("The decision stands")),
            Option("no", _("It does not stand"), hint=_("The case is decided anew, and the people are told.")),
        ],
        label=_("Which reading holds?"),
    )
    reasons = CleanCharField(label=_("Your reasons"), hint=_("Kept in the case, not sent."), lines=4, max_length=LONG)


class Reviewed(Form):
    """Whether what was decided stands, after somebody asked for a review."""

    upheld = OneOf(
        [
            Option("no", _("It stands"), hint=_("The person is told so, and where to complain next.")),
            Option("yes", _("It does not stand"), hint=_("The case is decided anew, and the person is told.")),
        ],
        label=_("Does it stand?"),
    )
    reasons = CleanCharField(label=_("Your reasons"), hint=_("Kept in the case, not sent."), lines=4, max_length=LONG)


def _name(factor: str) -> str:
    return f"about_{factor}"
