"""What is asked when a case ends: the coded reason, from which the letter is worded, and the officer's own."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option
from upstander.law.disposition import closing_reasons
from upstander.law.strands import strands

FITS = {"crime": ("crime", "either"), "not a crime": ("not_crime", "either")}


def reasons_for(finding: str) -> list[Option]:
    """Return the closing reasons that fit a finding, each with the sentence of its letter."""
    fitting = FITS.get(finding, ("either",))
    known = [reason for reason in closing_reasons(timezone.localdate()) if reason.crime in fitting]
    to_check = gettext("to be checked against the official text")
    return [
        Option(
            reason.key,
            reason.label,
            f"{reason.sentence} · {to_check}" if reason.checked == "verify" else reason.sentence,
        )
        for reason in known
    ]


class Closing(Form):
    """Why a case is closed."""

    closing_reason = OneOf([], label=_("Why is it closed? The complainant's letter is worded from this."))
    reasons = CleanCharField(
        label=_("Your own reasons"), lines=4, max_length=5_000, required=False, hint=_("Kept in the case, not sent.")
    )

    def __init__(self, *args: Any, finding: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "closing_reason", reasons_for(finding))


def offer(form: Form, name: str, options: list[Option]) -> None:
    """Give a question of a form its answers."""
    field: Any = form.fields[name]
    field.options = tuple(options)
    field.choices = [(option.value, option.text) for option in options]


def strand_options(on: date) -> list[Option]:
    """Return the strands of a day as answers, in the language of the page."""
    return [Option(each.id, gettext(each.name), gettext(each.hint) if each.hint else "") for each in strands(on)]
