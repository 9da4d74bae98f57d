"""Questions that are answered by a choice of words, by words of one's own, or by both; nothing is chosen beforehand."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option

LONG = 5_000
OWN = "own"
SHORTEST = 3
"""Letters of an answer in one's own words: fewer are none (law.expression)."""


class Worded(Form):
    """A form with worded questions: `ask` adds one, `said` gives its answer as one text for the record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worded: list[str] = []

    def ask(self, name: str, label: str, answers: Sequence[tuple[str, str]], *, hint: str = "") -> None:
        """Add a question with these answers (code, words) and room for words of one's own."""
        own = Option(OWN, _("In my own words"), apart=True)
        asked = OneOf([*(Option(*each) for each in answers), own], label=label, hint=hint, required=False)
        more = CleanCharField(label=_("Your own words, or what you add"), lines=2, max_length=LONG, required=False)
        self.fields[name], self.fields[more_of(name)] = asked, more
        self.worded.append(name)

    def clean(self) -> dict[str, Any]:
        """Ask for each question's answer; words alone are an answer."""
        cleaned = super().clean()
        for name in self.worded:
            chosen, more = cleaned.get(name) or "", (cleaned.get(more_of(name)) or "").strip()
            if chosen in ("", OWN) and len(more) < SHORTEST and name not in self.errors:
                question = _("Answer the question “%(question)s”") % {"question": self.fields[name].label}
                self.add_error(name, question if not chosen else _("Say it in your own words"))
            words = "" if chosen in ("", OWN) else dict(self.fields[name].choices)[chosen]  # type: ignore[attr-defined]
            cleaned[said_of(name)] = ". ".join(each for each in (str(words), more) if each)
        return cleaned


def more_of(name: str) -> str:
    """Return the name of the box for words of one's own under a question."""
    return f"{name}--more"


def said_of(name: str) -> str:
    """Return the name under which the cleaned form holds the answer as one text."""
    return f"{name}--said"
