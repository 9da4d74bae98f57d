"""The questions that auditors answer: what to look for, and what came of asking."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.duties.oversight.auditing import AuditFilters
from upstander.duties.oversight.models import Question
from upstander.faces.kit.forms import CleanCharField, Confirmed, DateField, Form, OneOf, Option
from upstander.faces.oversight.wording import ANSWERS, PROCESSING, kind_words
from upstander.law.oversight import questions
from upstander.record.people.models import User

NOTE = 2_000


class Find(Form):
    """Which case or report to ask about."""

    reference = CleanCharField(
        label=_("Reference of a case or report"), max_length=40, width="govuk-input--width-20",
        hint=_("For example C-4F7K-9QXM-2C. You are shown who looked, never what it says."),
    )  # fmt: skip


class FindOfficer(Form):
    """Whose looks to ask about."""

    officer = OneOf([], select=True, label=_("Member of staff"))

    def __init__(self, people: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "officer", [(str(user.pk), f"{user.name}, {user.organisation.name}") for user in people])


class Narrow(Form):
    """How to narrow a list: when, by whom, which kind of processing."""

    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)
    kind = OneOf([], select=True, label=_("What was done (Data Protection Act 2018, section 62)"), required=False)
    officer = OneOf([], select=True, label=_("By"), required=False)
    letters = Confirmed(label=_("Letters to people who reported, too"), required=False)

    def __init__(
        self, people: list[User], *args: Any, with_officer: bool = True, with_letters: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if with_letters:
            del self.fields["kind"]  # every line is a disclosure
        else:
            del self.fields["letters"]
        if "kind" in self.fields:
            _offer(self, "kind", list(PROCESSING.items()))
        if with_officer:
            _offer(self, "officer", [(str(user.pk), user.name) for user in people])
        else:
            del self.fields["officer"]

    @property
    def chosen(self) -> AuditFilters:
        """Return the filters; what was wrong or left empty filters nothing."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        officer = int(said["officer"]) if said.get("officer") else None
        return AuditFilters(
            said.get("since"), said.get("until"), said.get("kind", ""), officer, bool(said.get("letters"))
        )

    @property
    def in_use(self) -> bool:
        """Whether anything is filtered by."""
        return self.chosen != AuditFilters()


class Answer(Form):
    """What came of asking."""

    answer = OneOf([Option(value, ANSWERS[value]) for value in Question.Answer.values], label=_("What came of it?"))
    note = CleanCharField(
        label=_("Whom did you ask, and what was said?"), lines=4, max_length=NOTE,
        hint=_("It is kept. Do not write down what a report says."),
    )  # fmt: skip


class Which(Form):
    """Which questions to show."""

    code = OneOf([], select=True, label=_("Question"), required=False)
    officer = OneOf([], select=True, label=_("About"), required=False)

    def __init__(self, people: list[User], on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "code", [(code, kind_words(code)) for code in questions(on)])
        _offer(self, "officer", [(str(user.pk), user.name) for user in people])


def _offer(form: Form, name: str, choices: list[tuple[str, Any]]) -> None:
    form.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]
