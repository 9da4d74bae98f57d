"""The forms of someone who follows a report: reference and code, what they add, why they ask for a review."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.duties.assessment.actions.ask_appeal import LONGEST
from upstander.faces.kit.forms import CleanCharField, FilesField, Form, LinksField
from upstander.faces.public.forms.report import STORY


class FollowForm(Form):
    """Reference and return code, however they are spaced."""

    reference = CleanCharField(
        label=_("Reference"), max_length=60, width="govuk-input--width-20", hint=_("For example R-4F7K-9QXM-2C"),
        missing=_("Enter your reference"),
    )  # fmt: skip
    code = CleanCharField(
        label=_("Return code"), max_length=60, width="govuk-input--width-20", hint=_("16 digits"),
        missing=_("Enter your return code"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, mode in (("reference", "text"), ("code", "numeric")):
            self.fields[field].widget.attrs.update({"autocomplete": "off", "spellcheck": "false", "inputmode": mode})


class AddForm(Form):
    """Something more about the same report."""

    text = CleanCharField(label=_("What do you want to add? (optional)"), required=False, lines=5, max_length=STORY)
    links = LinksField(label=_("Links (optional)"), required=False, hint=_("Put each link on a line of its own."))
    uploads = FilesField(
        label=_("Pictures or other files (optional)"), required=False,
        hint=_("Up to 10 files, each smaller than 25 MB. Never add sexual pictures of children."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for something to add."""
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("text", "links", "uploads")):
            self.add_error("text", _("Enter what you want to add, or choose a file"))
        return cleaned


class ReviewForm(Form):
    """Why what was decided should be looked at again, in their own words."""

    words = CleanCharField(
        label=_("Why should we look at it again?"), lines=6, max_length=LONGEST,
        hint=_("In your own words: what we did not see, or did not understand."),
        missing=_("Say why we should look at it again"),
    )  # fmt: skip
