"""The twelve questions as a form, each with yes, no and not known, and the band that a person may set instead."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import CleanCharField, Form, OneOf, Option
from upstander.faces.kit.wording import ANSWERS, LEVELS
from upstander.law.triage import Question, questions

REASON = 2_000
AS_ANSWERED = "as_answered"
ONE_EACH = [Option(code, words) for code, words in ANSWERS.items()]


class TwelveQuestions(Form):
    """One question each; one that is left out counts as not known. Filled with what was answered so far."""

    reveals: Mapping[str, Mapping[str, list[str]]] = {"band": {level: [f"reason_{level}"] for level in LEVELS}}
    band = OneOf(
        [
            Option(AS_ANSWERED, _("As the answers lead to")),
            *(Option(level, words) for level, words in LEVELS.items()),
        ],
        label=_("Which band?"),
        initial=AS_ANSWERED,
        required=False,
        hint=_("A person decides. Another band than the answers lead to needs a reason; both are kept."),
    )  # fmt: skip
    reason_high = CleanCharField(label=_("Why High?"), lines=3, max_length=REASON, required=False)
    reason_medium = CleanCharField(label=_("Why Medium?"), lines=3, max_length=REASON, required=False)
    reason_standard = CleanCharField(label=_("Why Standard?"), lines=3, max_length=REASON, required=False)

    def __init__(self, *args: Any, facts: Mapping[str, list[str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: tuple[Question, ...] = questions(timezone.localdate())
        asked = {}
        for question in self.questions:
            said = " ".join((facts or {}).get(question.id, []))
            asked[question.id] = OneOf(ONE_EACH, label=gettext(question.text), inline=True, required=False, hint=said)
        self.fields = {**asked, **self.fields}

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers that were given."""
        return {each.id: self.cleaned_data[each.id] for each in self.questions if self.cleaned_data.get(each.id)}

    @property
    def level(self) -> str:
        """Return the band that a person set, empty where the answers shall decide."""
        band = self.cleaned_data.get("band") or AS_ANSWERED
        return "" if band == AS_ANSWERED else band

    @property
    def reason(self) -> str:
        """Return why."""
        return str(self.cleaned_data.get(f"reason_{self.level}") or "") if self.level else ""
