"""The questions of a threshold decision: the finding; which offences and why; or why none, and what becomes of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.desk.forms.hostility import Hostility, pages_of
from upstander.faces.desk.forms.reasoned import NotCrime
from upstander.faces.desk.forms.strands import ask_characteristics
from upstander.faces.desk.forms.why import About, Why
from upstander.faces.desk.forms.worded import LONG
from upstander.faces.kit.forms import CleanCharField, DateField, Form, ManyOf, OneOf, Option
from upstander.faces.kit.wizard import Step
from upstander.law.advice import Advice
from upstander.law.disposition import policy
from upstander.law.offences import Offence, offences

STEP = "desk/decide_step.html"
MODES = {
    "summary": _("summary only"),
    "either_way": _("either way"),
    "indictable": _("indictable only"),
    "anticipated": _("as the offence it anticipates"),
}
FINDINGS = (
    ("crime", _("A crime"), _("On the balance of probabilities, an offence was committed.")),
    ("not a crime", _("Not a crime"), ""),
    ("need more", _("More is needed to decide"), _("The case stays with you; the complainant is told.")),
)
GROUPS = (
    ("communications", _("Communications: a supervisor other than you signs off")),
    ("incitement", _("Stirring up and encouraging: a senior investigator decides")),
    ("plain", _("Threats, harassment, public order and others")),
)


def group_of(each: Offence) -> str:
    """Return the group in which an offence is offered: who must sign it off."""
    return "communications" if each.communications else "incitement" if each.incitement else "plain"


class Finding(Form):
    """Crime or not."""

    finding = OneOf([Option(*each) for each in FINDINGS], label=_("What do you find?"))


def _conduct_day() -> DateField:
    return DateField(
        label=_("On which day was it posted or said?"), required=False, latest=timezone.localdate(),
        hint=_("The law of that day is asked. A day that is filled in already is what the number of the post says: "
               "check it. Leave it empty if it is not known: the law of today is asked then."),
    )  # fmt: skip


class Crime(Form):
    """Which offences, of those in force on the day of the conduct, by who must sign them off; and which strands.

    Beside an offence that the facts meet in its gist stands how far; nothing is chosen beforehand.
    """

    advice: Advice | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conduct_on"] = _conduct_day()
        self.on = self._day()
        for code, label in GROUPS:
            options = [_offence(each, self.advice) for each in offences(self.on) if group_of(each) == code]
            if options:
                self.fields[code] = ManyOf(options, label=label, required=False)
        ask_characteristics(self)

    def _day(self) -> date:
        """Return the day whose law is asked: the one that was sent with the form, else the one kept, else today."""
        field, today = self.fields["conduct_on"], timezone.localdate()
        if not self.is_bound:
            kept = self.initial.get("conduct_on")
            return kept if isinstance(kept, date) else today
        try:
            return field.clean(field.widget.value_from_datadict(self.data, self.files, "conduct_on")) or today
        except forms.ValidationError:
            return today

    def clean(self) -> dict[str, Any]:
        """Ask for at least one offence, and say them together as `offences`."""
        cleaned = super().clean()
        cleaned["offences"] = [code for name, _label in GROUPS for code in cleaned.get(name) or []]
        if not cleaned["offences"] and not self.errors:
            raise forms.ValidationError(_("Choose at least one offence"))
        return cleaned


def _offence(each: Offence, advice: Advice | None) -> Option:
    parts = [f"{each.act}, {each.section}", str(MODES.get(each.mode, each.mode)), each.maximum]
    if each.consent:
        parts.append(str(_("consent: %(who)s") % {"who": each.consent}))
    if each.checked == "verify":
        parts.append(gettext("to be checked against the official text"))
    row = next((row for row in advice.offences if row.id == each.id), None) if advice else None
    if row is not None:
        unknown = sum(part.state == "not known" for part in row.elements)
        met = gettext("every element") if row.made_out else gettext("the gist; open: %(n)d") % {"n": unknown}
        parts.append(gettext("the facts set down meet %(met)s") % {"met": met})
    return Option(each.id, each.title, hint=" · ".join(parts))


class NeedMore(Form):
    """What is needed, and why."""

    reasons = CleanCharField(
        label=_("What is needed, and why?"), lines=5, max_length=LONG,
        hint=_("In your own words. They are kept with the decision and can be disclosed."),
    )  # fmt: skip


def steps(kept: Mapping[str, Any], today: date, about: About, *, offer_to: str = "") -> list[Step]:
    """Return the question pages for a decision, given what was said of the offences (`kept`, as a form holds it).

    `about` is what is known of the case, `offer_to` the name of the force to which it can be offered with the decision.
    """
    choose = _bound(Crime, advice=about.advice)
    crime: Any = choose(kept or None)
    chosen = tuple(
        each for each in offences(crime.on) if kept and crime.is_valid() and each.id in crime.cleaned_data["offences"]
    )
    return [
        Step("finding", _("Crime or not"), Finding, STEP),
        Step("crime", _("Which offences?"), choose, STEP, when=_found("crime")),
        *_by_victim(chosen, about),
        Step(
            "why",
            _("Why is it a crime?"),
            _bound(Why, chosen=chosen, about=about, offer_to=offer_to),
            STEP,
            when=_found("crime"),
        ),
        Step(
            "not-a-crime",
            _("Why is it not a crime?"),
            _bound(NotCrime, policy=policy(today), children=about.children),
            STEP,
            when=_found("not a crime"),
        ),
        Step("need-more", _("More is needed"), NeedMore, STEP, when=_found("need more")),
    ]


def _by_victim(chosen: Sequence[Offence], about: About) -> list[Step]:
    """Return the pages that ask, for each offence of many victims, on which characteristics hostility is evidenced."""
    found = []
    for each in chosen:
        for number, victims in enumerate(pages_of(about.victims), 1):
            form = _bound(
                Hostility, offence=each, victims=victims, evidenced=about.evidenced or {}, required=about.set_down
            )
            title = gettext("Hostility towards each victim: %(offence)s") % {"offence": each.title}
            found.append(Step(f"hostility-{each.id}-{number}", title, form, STEP, when=_found("crime")))
    return found


def _found(finding: str) -> Any:
    return lambda answers: answers.get("finding") == finding


def _bound(form: type[Form], **about: Any) -> type[Form]:
    return type(form.__name__, (form,), about)
