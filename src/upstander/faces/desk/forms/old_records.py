"""What is asked about one old record: what becomes of the subject's data, and whether another person signs that."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.reasons import REASON
from upstander.faces.kit.forms import CleanCharField, Confirmed, Form, OneOf, Option
from upstander.law.disposition.reviewing import BulkReview


class DecideOld(Form):
    """What becomes of what is held about the subject of one record: the choices of the review."""

    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=REASON, required=False,
        hint=_("Needed where another person signs; for an intelligence report, give its reference. It is kept."),
    )  # fmt: skip
    nothing_holds = Confirmed(label=_("I have checked that nothing listed above stops the erasing"), required=False)

    def __init__(self, *args: Any, review: BulkReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            (True, False): _("What is held here of the person is erased at once. Nobody can bring it back."),
            (True, True): _(
                "Write the report first. Once another person has signed, what is held here of the person is erased."
            ),
            (False, True): _("Nothing changes. It counts once another person has signed."),
            (False, False): _("Nothing changes."),
        }
        options = [Option(each.id, each.label, hints[each.erases, each.needs_sign_off]) for each in review.decisions]
        self.fields["choice"] = OneOf(options, label=_("What becomes of what is held about the person?"))
        self.order_fields(["choice"])


class SignOld(Form):
    """Sign what another person decided, or return it."""

    agrees = OneOf([Option("yes", _("I sign it")), Option("no", _("I return it"))], label=_("Do you sign this?"))
    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=REASON, required=False, hint=_("Needed where you return it. It is kept.")
    )
