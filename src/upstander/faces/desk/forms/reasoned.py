"""What every reasoned finding answers: free expression, the welfare of a child, and why; and why none was found."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.closing import reasons_for
from upstander.faces.desk.forms.strands import ask_characteristics
from upstander.faces.desk.forms.worded import LONG, Worded, said_of
from upstander.faces.kit.decided import person
from upstander.faces.kit.forms import CleanCharField, OneOf, Option
from upstander.law.advice.model import AgeRoute
from upstander.law.disposition import Policy, closing_reason, policy, what_follows
from upstander.law.expression import factors

CLOSE_AS, LETTER = "close_as", "not_criminal"
"""The button that decides and closes in one, and the closing reason of the letter that it shows."""


class Reasoned(Worded):
    """What every finding of crime or none answers: the freedom-of-expression record, a child's welfare, and why."""

    children: tuple[AgeRoute, ...] = ()
    """The victims and suspects whose age brings in a rule for children; without a label, one who may be a child."""

    def ask_expression(self) -> None:
        """Add the factors of the day."""
        for factor in factors(timezone.localdate()):
            answers = [(answer.id, answer.label) for answer in factor.answers]
            self.ask(factor.id, factor.question, answers, hint=factor.hint)

    def ask_child(self) -> None:
        """Where a child is involved, ask how their welfare was weighed."""
        if self.children:
            labels = ", ".join(person(each.label) for each in self.children if each.label)
            known = gettext("A child is involved (%(labels)s). How was the child's welfare weighed?")
            perhaps = gettext("A child may be involved. How was the child's welfare weighed, or how old is the victim?")
            self.fields["child_welfare"] = CleanCharField(
                label=known % {"labels": labels} if labels else perhaps,
                hint=" ".join(sentence for each in self.children for sentence in each.sentences),
                lines=3, max_length=LONG,
            )  # fmt: skip
            self.fields["child_welfare"].error_messages["required"] = gettext("Say how the child's welfare was weighed")

    def ask_reasons(self) -> None:
        """Add the question why."""
        self.fields["reasons"] = CleanCharField(
            label=gettext("What are your reasons?"), lines=5, max_length=LONG,
            hint=gettext("In your own words. They are kept with the decision and can be disclosed."),
        )  # fmt: skip
        self.fields["reasons"].error_messages["required"] = gettext("Give your reasons")


class NotCrime(Reasoned):
    """Why it is none, what becomes of it by the policy of the day, and whether the case ends with a letter now."""

    policy: Policy

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = closing_reason(LETTER, timezone.localdate())
        ask_characteristics(self)
        self.ask_expression()
        options = [Option(option.id, option.label) for option in self.policy.options]
        self.fields["disposition"] = OneOf(options, label=gettext("What becomes of it?"))
        self.fields["disposition"].error_messages["required"] = gettext("Say what becomes of it")
        answers = [Option("yes", _("Yes")), Option("no", _("No")), Option("not_known", _("Not known"))]
        for test in self.policy.tests:
            asked = OneOf(answers, label=test.question, inline=True, required=False, initial="not_known")
            self.fields[f"test-{test.id}"] = asked
        self.ask_child()
        self.ask_reasons()
        self.fields["closing_reason"] = OneOf(
            [*reasons_for("not a crime"), Option("open", _("Keep the case open for now"), apart=True)],
            label=gettext("Does the case end here? The complainant's letter is worded from this."),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what the policy does not allow on these answers; take the letter of the button that was pressed."""
        cleaned = super().clean()
        pressed, chosen_letter = self.data.get(CLOSE_AS, ""), cleaned.get("closing_reason") or ""
        if pressed and chosen_letter not in ("", pressed):
            self.add_error("closing_reason", _("You chose another letter here. Press “Decide as chosen here”"))
        elif pressed == LETTER:
            cleaned["closing_reason"] = pressed
        elif not chosen_letter and "closing_reason" not in self.errors:
            self.add_error("closing_reason", _("Say whether the case ends here"))
        said = {test.id: cleaned.get(f"test-{test.id}") or "not_known" for test in self.policy.tests}
        follows = what_follows(self.policy, said)
        open_to = {option.id: option for option in follows.options}
        chosen = cleaned.get("disposition")
        if chosen and chosen not in open_to:
            self.add_error("disposition", _("On these answers the policy does not allow this"))
        elif chosen and open_to[chosen].subject_data == "when_thresholds_met" and not follows.subject_may_be_named:
            self.add_error("disposition", _("On these answers no subject may be named"))
        return cleaned


def tests_said(answers: Mapping[str, Any], on: date) -> str:
    """Return the policy's questions with the answers, to stand under the reasons: they are a part of them."""
    words = {"yes": _("yes"), "no": _("no"), "not_known": _("not known")}
    said = [
        f"{test.question} {words[answers[f'test-{test.id}']]}"
        for test in policy(on).tests
        if answers.get(f"test-{test.id}") in words
    ]
    return "\n".join(said)


def expression_said(answers: Mapping[str, Any], on: date) -> dict[str, str]:
    """Return the answer to each factor of the freedom-of-expression record, as the action takes it."""
    return {factor.id: answers[said_of(factor.id)] for factor in factors(on) if answers.get(said_of(factor.id))}
