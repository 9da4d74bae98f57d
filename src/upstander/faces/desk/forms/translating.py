"""What is asked when a translation is recorded: from what to what, by whom, when, and the words."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import offer
from upstander.faces.kit.forms import CleanCharField, DateField, Form, OneOf, Option
from upstander.faces.kit.languages import NAMES

MADE_BY = {
    "certified": (_("A certified translator"), _("Registered or sworn. Give the number of the register.")),
    "person": (_("Another person"), _("An officer, a volunteer, somebody who speaks it.")),
    "machine": (_("A program"), _("Give its name and version. It is a help to read by, not evidence.")),
}
LONGEST = 50_000


class Translated(Form):
    """A translation of some words of a report."""

    language_from = OneOf([], select=True, label=_("Language of the words"))
    language_to = OneOf([], select=True, label=_("Translated into"))
    text = CleanCharField(label=_("Translation"), lines=6, max_length=LONGEST, missing=_("Enter the translation"))
    made_by = OneOf([Option(code, *said) for code, said in MADE_BY.items()], label=_("Who or what translated it?"))
    maker = CleanCharField(
        label=_("Name, with the number of the register or the version of the program"), max_length=200,
        missing=_("Say who or what translated it"),
    )  # fmt: skip
    made_on = DateField(label=_("When was it translated?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = sorted((Option(code, gettext(str(name))) for code, name in NAMES.items()), key=lambda one: one.text)
        for name in ("language_from", "language_to"):
            offer(self, name, languages)
            self.fields[name].choices = [("", _("Choose")), *self.fields[name].choices]  # type: ignore[attr-defined]
        self.fields["made_on"].latest = timezone.localdate()  # type: ignore[attr-defined]
