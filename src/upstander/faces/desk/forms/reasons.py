"""Short forms that ask for a reason, or for none where the access table needs none."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option
from upstander.law.access import reasons

REASON = 2_000
WORDS = {
    "danger": _("Someone may be in danger now"),
    "contact": _("The person who reported must be reached"),
    "cover": _("The officer who works on it cannot be reached"),
    "force": _("A force or a court has asked"),
    "supervision": _("To check the work on this case"),
    "duplicate": _("It may be the same matter as a case of mine"),
    "other": _("Something else"),
}
"""The words of law.access.reasons."""


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


class Justified(Form):
    """Why a look is needed: chosen, and in words of their own. Both are kept and reviewed."""

    code = OneOf([Option(each.code, WORDS[each.code]) for each in reasons()], label=_("Why do you need to look?"))
    reason = CleanCharField(
        label=_("In your own words"), lines=3, max_length=REASON, hint=_("A supervisor reads this."),
        missing=_("Say in your own words why you need to look"),
    )  # fmt: skip

    def __init__(self, *args: Any, label: Any = "", needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = needed
        if label:
            self.fields["code"].label = label
