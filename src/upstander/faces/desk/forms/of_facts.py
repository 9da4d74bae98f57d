"""What all pages of an assessment share: a part of the facts shown, answers put back, yes, no and not known."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option
from upstander.law.facts import Feature

NOT_KNOWN = _("Not known")
ANSWERS = (("yes", _("Yes")), ("no", _("No")), ("not_known", NOT_KNOWN))
SAID: dict[str, bool | None] = {"yes": True, "no": False, "not_known": None}


class Whole(CleanCharField):
    """A whole number within bounds; empty where it is not known."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=9, width="govuk-input--width-3", required=False, **kwargs)
        self.least, self.most = least, most
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError that says the bounds."""
        said = super().clean(value)
        if not said:
            return None
        if not said.isdecimal() or not self.least <= int(said) <= self.most:
            raise forms.ValidationError(
                _("Enter a whole number from %(least)d to %(most)d"), params={"least": self.least, "most": self.most}
            )
        return int(said)


class OfFacts(Form):
    """A page of questions about a document of `law.facts`."""

    facts: Mapping[str, Any]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial=self.held())

    def held(self) -> dict[str, Any]:
        """Return what the facts answer already, by the names of the questions."""
        return {}

    def into(self) -> dict[str, Any]:
        """Return the facts with the answers of this valid page in them."""
        facts = deepcopy(dict(self.facts))
        self.put(facts)
        return {name: value for name, value in facts.items() if value not in ({}, [])}

    def put(self, facts: dict[str, Any]) -> None:
        """Put the answers into the facts."""
        raise NotImplementedError


def answer_to(feature: Feature, *, label: str = "", hint: str = "") -> OneOf:
    """Return the question of a feature, to be answered yes, no or not known."""
    options = [Option(*each) for each in ANSWERS]
    return OneOf(options, label=label or feature.question, hint=hint, inline=True, required=False)


def said_of(value: bool | None) -> str:
    """Return an answer of the facts as the form has it; empty where it is not known."""
    return "" if value is None else "yes" if value else "no"


def shows(before: Mapping[str, Any] | None, said: Mapping[str, str]) -> dict[str, bool]:
    """Return answers as the document holds them: what is not known is left out."""
    kept = {name: value for name, value in (before or {}).items() if name not in said}
    return {**kept, **{name: answer for name, value in said.items() if (answer := SAID.get(value)) is not None}}
