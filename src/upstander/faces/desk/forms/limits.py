"""What is asked on the way to a charge: when it was, which prosecutor saw the file, consents, how proceedings began."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.charging import Wanted
from upstander.faces.desk.forms.closing import offer
from upstander.faces.kit.forms import CleanCharField, DateField, Form, OneOf, Option
from upstander.law.offences import Offence

SHORT, LONG = 200, 2_000
ENOUGH = {
    "yes": _("Yes"),
    "no": _("No"),
    "not_known": _("Not known"),
}
KINDS = {
    "charge": _("Charge"),
    "requisition": _("Postal requisition"),
    "taken back": _("Entry taken back"),
}
CONSENTS = {
    "asked": _("Asked for"),
    "given": _("Given"),
    "refused": _("Refused"),
    "not needed": _("Not needed"),
}
CONSENT_COLOURS = {"asked": "yellow", "given": "green", "refused": "red", "not needed": "grey"}


class _Dated(Form):
    """A form with a day that cannot lie in the future."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = timezone.localdate()  # type: ignore[attr-defined]


class ConductOn(_Dated):
    """The day of the conduct, or that nobody knows it."""

    known = OneOf(
        [Option("yes", _("Yes")), Option("no", _("No"), hint=_("Every limit then rests on the first report's day."))],
        label=_("Is the day known?"),
    )
    on = DateField(
        label=_("On which day was it?"),
        hint=_("Of a course of conduct, the last incident."),
        missing=_("Enter the day"),
    )
    shown_by = CleanCharField(
        label=_("What shows it?"), lines=2, max_length=LONG, missing=_("Say what shows it"),
        hint=_("For example: the date that the platform gives the post."),
    )  # fmt: skip
    reveals = {"known": {"yes": ["on"]}}


class ProsecutorSaw(_Dated):
    """That a prosecutor saw the file; with `correcting`, in place of an earlier entry."""

    on = DateField(label=_("On which day did the prosecutor see the file?"), missing=_("Enter the day"))
    who = CleanCharField(
        label=_("Who saw it?"), hint=_("A name or an office."), max_length=SHORT, missing=_("Say who saw it")
    )
    given = CleanCharField(
        label=_("What were they given?"), lines=2, max_length=LONG, missing=_("Say what they were given"),
        hint=_("The documents, with their references."),
    )  # fmt: skip
    proof = CleanCharField(
        label=_("Where can it be checked that they had it on that day?"), max_length=LONG,
        missing=_("Say where it can be checked"),
    )  # fmt: skip
    enough = OneOf(
        [
            Option("yes", ENOUGH["yes"]),
            Option("no", ENOUGH["no"], hint=_("It then starts no time limit.")),
            Option("not_known", ENOUGH["not_known"], hint=_("It counts as if it were, until somebody says otherwise.")),
        ],
        label=_("Did they think the evidence enough to begin proceedings?"),
    )
    counts = OneOf(
        [Option("yes", _("As it is written here")), Option("no", _("It never was"))],
        label=_("What is right instead?"), initial="yes",
    )  # fmt: skip
    why = CleanCharField(
        label=_("Why is the earlier entry corrected?"), lines=2, max_length=LONG,
        hint=_("It stays, with this reason beside it."), missing=_("Say why it is corrected"),
    )  # fmt: skip

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correcting:
            del self.fields["counts"], self.fields["why"]


class ConsentSaid(_Dated):
    """What became of a consent that an offence needs."""

    which = OneOf([], label=_("Which consent?"), missing=_("Choose the consent"))
    answer = OneOf(
        [
            Option("asked", CONSENTS["asked"]),
            Option("given", CONSENTS["given"]),
            Option("refused", CONSENTS["refused"]),
            Option("not needed", CONSENTS["not needed"], apart=True,
                   hint=_("Only where the law needs it in some cases. Say below why, and who says so.")),
        ],
        label=_("What happened?"),
    )  # fmt: skip
    on = DateField(label=_("On which day?"), missing=_("Enter the day"))
    reference = CleanCharField(
        label=_("Under which reference can it be found?"), max_length=SHORT, missing=_("Give the reference")
    )
    words = CleanCharField(label=_("In your own words"), lines=2, max_length=LONG, required=False)

    def __init__(self, *args: Any, wanted: Sequence[Wanted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "which", [Option(which_of(each), f"{each.need.title}: {each.title}") for each in wanted])


class Charged(_Dated):
    """How proceedings began, for which offence."""

    offence = OneOf([], label=_("With which offence?"), select=True, missing=_("Choose the offence"))
    kind = OneOf(
        [Option("charge", KINDS["charge"]), Option("requisition", KINDS["requisition"])],
        label=_("How did proceedings begin?"),
    )
    on = DateField(label=_("On which day?"), missing=_("Enter the day"))
    reference = CleanCharField(
        label=_("Under which reference can it be found?"), max_length=SHORT, missing=_("Give the reference")
    )

    def __init__(self, *args: Any, chargeable: Sequence[Offence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "offence", [Option(each.id, f"{each.title} ({each.act}, {each.section})") for each in chargeable])
        self.fields["offence"].choices = [("", _("Choose")), *self.fields["offence"].choices]  # type: ignore[attr-defined]


class TakenBack(Form):
    """Why an entry of a charge is taken back."""

    why = CleanCharField(
        label=_("Why is this entry taken back?"), lines=2, max_length=LONG, missing=_("Say why"),
        hint=_("It stays, with this reason. The time limit runs again."),
    )  # fmt: skip


def which_of(wanted: Wanted) -> str:
    """Return how a form names one consent of one offence."""
    return f"{wanted.offence} {wanted.need.giver}"
