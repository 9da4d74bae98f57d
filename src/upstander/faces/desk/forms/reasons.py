"""Short forms that ask for a reason, or for none where the access table needs none."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form

REASON = 2_000


class Reason(Form):
    """A reason that must be given."""

    reason = CleanCharField(label=_("Reason"), lines=3, max_length=REASON, hint=_("It is kept with the case."))


class PerhapsReason(Form):
    """A reason that is asked for only where the case or the role needs one; the action says so."""

    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=REASON, required=False,
        hint=_("Needed for a case that was decided, was sent or is another officer's. It is kept."),
    )  # fmt: skip


class Asked(Form):
    """A reason with the words of its own page."""

    reason = CleanCharField(label=_("Reason"), lines=3, max_length=REASON)

    def __init__(self, *args: Any, label: Any = "", needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed
        if label:
            self.fields["reason"].label = label
