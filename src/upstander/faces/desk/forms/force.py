"""What officers find out about places, which force is offered the case, and how a handover was confirmed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.engines.text import escape_controls
from upstander.faces.desk.forms.closing import offer
from upstander.faces.kit.forms import CleanCharField, Confirmed, Form, ManyOf, OneOf, Option
from upstander.faces.kit.wording import CAPACITIES, GRADES
from upstander.law.places import force, forces
from upstander.law.responsible_force import BadFacts, Facts

PLACE = 200
PLACES = {
    "victim_home": _("Where the victim lives"),
    "victim_receipt": _("Where the victim was on receipt"),
    "premises": _("Premises of the institution that was targeted"),
    "suspect_home": _("Where the suspect lives"),
    "suspect_sent_from": _("Where the suspect was when sending"),
    "event_place": _("Place of an event named in the content"),
    "public_figure_place": _("Constituency or ward of a public figure"),
}
FLAGS = {
    "suspect_known": _("The suspect has been identified"),
    "public_figure": _("The victim is an MP, a peer, a candidate or a councillor"),
    "rail": _("The railway, a train or railway staff at work are the target"),
    "mod": _("Ministry of Defence land or staff are the target"),
    "nuclear": _("A civil nuclear site is the target"),
}
VICTIMS = {
    "individual": _("One person"),
    "institution": _("An institution or place"),
    "group": _("A group as a whole"),
    "none": _("Nobody in particular"),
}

VICTIM_KINDS = {**VICTIMS, "several": _("Several people")}


class FactsFound(Form):
    """What enquiries found, above what the reports say; what is left empty is left to the reports."""

    victim = OneOf(
        [Option("", _("As the reports say")), *(Option(*each) for each in VICTIMS.items())],
        label=_("Who was targeted?"), required=False,
    )  # fmt: skip
    suspect_sent_grade = OneOf(
        [Option(*each) for each in GRADES.items()], select=True, required=False,
        label=_("How well is it known where the suspect was when sending?"),
    )  # fmt: skip
    suspect_country = CleanCharField(label=_("Country in which the suspect is"), required=False, max_length=PLACE)
    flags = ManyOf([Option(*each) for each in FLAGS.items()], label=_("Which of these hold?"), required=False)
    field_order = ["victim", *PLACES, "suspect_sent_grade", "suspect_country", "flags"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PLACES.items():
            hint = _("A postcode, an outcode, a district or a force code") if name == "victim_home" else ""
            self.fields[name] = CleanCharField(label=label, hint=hint, required=False, max_length=PLACE)
        self.order_fields(self.field_order)

    def facts(self) -> dict[str, Any]:
        """Return the facts given, by the names of law.responsible_force.Facts."""
        said = {name: value for name, value in self.cleaned_data.items() if value and name != "flags"}
        return said | dict.fromkeys(self.cleaned_data.get("flags") or [], True)

    def clean(self) -> dict[str, Any]:
        """Say in the form what the facts cannot be read for."""
        cleaned = super().clean()
        try:
            Facts.from_json(self.facts())
        except BadFacts as bad:
            for problem in bad.problems:
                self.add_error(None, problem)
        return cleaned

    @classmethod
    def of(cls, found: dict[str, Any], told: Mapping[str, str] | None = None) -> "FactsFound":
        """Return the form that shows what was found before, and beside each place what the reports say of it."""
        flags = [name for name in FLAGS if found.get(name)]
        form = cls(initial={**found, "flags": flags})
        for name, place in (told or {}).items():
            form.fields[name].help_text = _("The reports say: %(place)s") % {"place": escape_controls(place)}
        return form


class OfferTo(Form):
    """Which force is offered the case, as what, and why."""

    force = OneOf([], select=True, label=_("Force"))
    capacity = OneOf([], label=_("Asked to be"))
    reason = CleanCharField(
        label=_("Reason"), lines=3, max_length=2_000, required=False,
        hint=_("Needed where you choose another force than the one proposed. The force reads it."),
    )  # fmt: skip

    line = CleanCharField(
        label=_("What is the positive line of enquiry?"), lines=3, max_length=5_000, required=False,
        hint=_("What can be done that may identify who is responsible. It is recorded with the offer."),
    )  # fmt: skip
    package = Confirmed(
        label=_("Build the evidence package as well"), required=False, initial=True,
        hint=_("It says what the case is now, and the force downloads it."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, route: str = "hub", line_open: bool = False, packaged: bool = True, **kwargs: Any
    ) -> None:
        """Ask for the line of enquiry where it is still `line_open`, for a package unless the case is `packaged`."""
        super().__init__(*args, **kwargs)
        if not line_open:
            del self.fields["line"]
        if packaged:
            del self.fields["package"]
        today = timezone.localdate()
        options = sorted((Option(each.code, gettext(each.name)) for each in forces(today)), key=lambda each: each.text)
        offer(self, "force", options)
        self.fields["force"].choices = [("", _("Choose")), *self.fields["force"].choices]  # type: ignore[attr-defined]
        first = ["handover", "investigating"] if route == "force" else ["investigating"]
        codes = [*first, "recording", "contact", "event", "notified"]
        offer(self, "capacity", [Option(code, CAPACITIES[code]) for code in codes])

    def clean(self) -> dict[str, Any]:
        """Ask for the line of enquiry of a case that a force is to investigate; without one there is no package."""
        cleaned = super().clean()
        if "line" in self.fields and not cleaned.get("line"):
            if cleaned.get("capacity") == "investigating" and "line" not in self.errors:
                self.add_error("line", _("Say what the positive line of enquiry is"))
            cleaned["package"] = False
        return cleaned

    def clean_force(self) -> str:
        """Refuse a force that the law does not have today."""
        code = str(self.cleaned_data["force"])
        return force(code).code if code else code


class Confirmation(Form):
    """How the hub heard that the force has a handover."""

    how = CleanCharField(
        label=_("How did the force confirm that it has this?"), lines=3, max_length=1_000,
        hint=_("For example: by telephone with the control room, at what time, with whom by role."),
    )  # fmt: skip
    force_reference = CleanCharField(label=_("The force's own reference"), required=False, max_length=80)
