"""The questions asked of someone who reports, one form for each page; every word on them may be read in fear."""

import re
from typing import Any

from django.forms import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.faces.kit.forms import (
    CleanCharField,
    EmailField,
    FilesField,
    Form,
    LinksField,
    ManyOf,
    OneOf,
    Option,
)
from upstander.law.places import forces, resolve
from upstander.law.platforms import platforms
from upstander.law.strands import strands

YES, NO = "yes", "no"
STORY = 20_000
NOTE = 4_000
POSTCODE_HINT = _("For example LS1 1UR. The first half, or the name of a town, also helps.")
WIDE, NARROW = "govuk-!-width-two-thirds", "govuk-input--width-10"


def _yes_no(yes: Any = None, no: Any = None) -> list[Option]:
    return [Option(YES, yes or _("Yes")), Option(NO, no or _("No"))]


class DangerForm(Form):
    """Is anyone in danger, and where, so that the right force can be named at once."""

    reveals = {"danger": {YES: ["danger_place"]}}
    danger = OneOf(
        _yes_no(), label=_("Is anyone in danger now?"),
        hint=_("Danger means that someone may be hurt soon: you, someone you know, or someone named in what you saw."),
        missing=_("Select yes if anyone is in danger now"),
    )  # fmt: skip
    danger_place = CleanCharField(
        label=_("Postcode of where the danger is (optional)"), required=False, width=NARROW,
        hint=_("We use it to tell you which police force is near."),
    )  # fmt: skip


class RoutingForm(Form):
    """The two other questions that decide whether a local force must have this at once."""

    reveals = {
        "knows_poster": {YES: ["poster_name", "poster_age", "poster_place", "poster_note"]},
        "future_event": {YES: ["event_note"]},
    }
    knows_poster = OneOf(
        _yes_no(), label=_("Do you know the real name of the person who posted it?"),
        hint=_("Their real name, not only a username."), missing=_("Select yes if you know who posted it"),
    )  # fmt: skip
    poster_name = CleanCharField(
        label=_("Their real name (optional)"), required=False, max_length=300,
        hint=_("Write only what you know. Do not try to find out more."),
    )  # fmt: skip
    poster_age = CleanCharField(
        label=_("Their age or year of birth (optional)"), required=False, max_length=40, width=NARROW
    )
    poster_place = CleanCharField(
        label=_("The town or postcode where they live (optional)"), required=False, max_length=200
    )
    poster_note = CleanCharField(
        label=_("What else do you know about them? (optional)"), required=False, lines=3, max_length=NOTE,
        hint=_("For example how you know them."),
    )  # fmt: skip
    future_event = OneOf(
        _yes_no(), label=_("Is it about something that is still to happen?"),
        hint=_("For example a march, a match, a meeting or a visit."),
        missing=_("Select yes if it is about something that is still to happen"),
    )  # fmt: skip
    event_note = CleanCharField(
        label=_("What is to happen, and when? (optional)"), required=False, lines=3, max_length=NOTE
    )


NOT_KNOWN = "not_known"


class ForceForm(Form):
    """Which force should have it at once: worked out from a place, or chosen."""

    event_place = CleanCharField(
        label=_("Where is it?"), required=False, width=NARROW,
        hint=_("The postcode or town of the event. If it is not about an event, of where the person targeted lives."),
    )  # fmt: skip
    named_force = OneOf([], label=_("Or choose the police force"), required=False, select=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.code, gettext(each.name)) for each in forces(timezone.localdate())]
        known = sorted(named, key=lambda each: each[1])
        self.fields["named_force"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Find it from the place")), (NOT_KNOWN, gettext("I do not know: you decide")), *known,
        ]  # fmt: skip

    def asked(self, name: str) -> bool:
        """Leave the choice itself out of the check page, which names the force that followed from it."""
        return name != "named_force"

    def clean(self) -> dict[str, Any]:
        """Settle on one force; raises ValidationError where a place leads to none or to several."""
        cleaned = super().clean()
        chosen = cleaned.get("named_force", "")
        if chosen == NOT_KNOWN:
            return {**cleaned, "named_force": ""}
        if chosen or self.errors:
            return cleaned
        place = cleaned.get("event_place", "")
        if not place:
            self.add_error("event_place", _("Enter a postcode or town, or choose a police force"))
            return cleaned
        found = resolve(place)
        if found.force is None:
            several = _(
                "That place has more than one police force. Enter the whole postcode, or choose the force below"
            )
            unknown = _("We do not know that place. Enter a postcode, or choose the police force below")
            self.add_error("event_place", several if found.candidates else unknown)
        return {**cleaned, "named_force": found.force or ""}


class SawForm(Form):
    """Links and words of what was seen."""

    links = LinksField(
        label=_("Links (optional)"), required=False,
        hint=_("Put each link on a line of its own. Our computers never open it."),
    )  # fmt: skip
    text = CleanCharField(
        label=_("The words that were used (optional)"), required=False, lines=5, max_length=STORY,
        hint=_("Copy them as they are, in any language. If you would rather not, a link or a picture is enough."),
    )  # fmt: skip


class FilesForm(Form):
    """Pictures of the screen and other files."""

    uploads = FilesField(
        label=_("Choose files"), required=False,
        hint=_("Up to 10 files, each smaller than 25 MB. A screenshot with the date and the account on it helps most."),
    )  # fmt: skip


class WhereForm(Form):
    """The platform and the account."""

    platform = OneOf([], label=_("Website or app (optional)"), required=False, select=True)
    site = CleanCharField(label=_("If it is not in the list, its name (optional)"), required=False, width=WIDE)
    handle = CleanCharField(
        label=_("Account that posted it (optional)"), required=False, max_length=300, width=WIDE,
        hint=_("The username as you see it, for example @name."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(each.id, gettext(each.name)) for each in platforms(timezone.localdate())]
        self.fields["platform"].choices = [("", gettext("I do not know")), *known]  # type: ignore[attr-defined]


class WhoForm(Form):
    """In which capacity someone reports, and who was the target."""

    told_as = OneOf(
        [
            Option("victim", _("It was aimed at me")),
            Option("on behalf", _("I report for someone who was targeted")),
            Option("witness", _("I saw it")),
            Option("organisation", _("I report for an organisation")),
        ],
        label=_("Why are you reporting?"), missing=_("Select why you are reporting"),
    )  # fmt: skip
    targeted = OneOf(
        [
            Option("person", _("One person")),
            Option("several", _("Several people who are named or shown")),
            Option("institution", _("A place or an organisation"), _("For example a mosque, a school or a charity")),
            Option("group", _("A whole group of people, nobody in particular")),
            Option("unknown", _("I am not sure"), apart=True),
        ],
        label=_("Who was it aimed at?"), missing=_("Select who it was aimed at"),
    )  # fmt: skip
    target_note = CleanCharField(
        label=_("Is there anything about them that we should know? (optional)"), required=False, lines=3,
        max_length=NOTE, hint=_("For example that it is an MP, a child, or someone at work on the railway."),
    )  # fmt: skip


class WhyForm(Form):
    """The hostility as the complainant sees it: several strands, and their own words."""

    strands = ManyOf(
        [], label=_("What do you think it was about?"), hint=_("Select all that you think apply. You need no proof."),
        missing=_("Select what you think it was about, or “Not sure”"),
    )  # fmt: skip
    why = CleanCharField(label=_("Why do you think so? (optional)"), required=False, lines=4, max_length=STORY)
    account = CleanCharField(
        label=_("Tell us in your own words what happened (optional)"), required=False, lines=5, max_length=STORY,
        hint=_("When you saw it, whether it has happened before, and what it has done to you or others."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["strands"]
        field.options = tuple(
            Option(
                each.id, gettext(each.name), gettext(each.hint) if each.hint else "",
                apart=each.id == "not_sure", exclusive=each.id == "not_sure",
            )
            for each in strands(timezone.localdate())
        )  # fmt: skip
        field.choices = [(option.value, option.text) for option in field.options]


class PlacesForm(Form):
    """Where the complainant was and where the victim lives: what the responsible force follows from."""

    seen_from = CleanCharField(
        label=_("Where were you when you saw it? (optional)"), required=False, width=WIDE, hint=POSTCODE_HINT
    )
    home = CleanCharField(
        label=_("Where does the person who was targeted live? (optional)"), required=False, width=WIDE,
        hint=_("If that is you, your own postcode. If you do not know, leave it empty."),
    )  # fmt: skip


PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{5,28}")


class ContactForm(Form):
    """Whether, how and when it is safe to contact the complainant; a name is never asked for, only taken."""

    reveals = {"contact_means": {"email": ["email"], "phone": ["phone"]}}
    contact_means = OneOf(
        [
            Option("email", _("By email"), _("The subject of our emails does not say what they are about")),
            Option("phone", _("By phone"), _("An officer may call. We leave no message and send no texts")),
            Option(
                "none",
                _("Do not contact me"),
                _("With a code that we give you, you can still see what happens"),
                apart=True,
            ),
        ],
        label=_("How may we contact you?"), missing=_("Select how we may contact you"),
    )  # fmt: skip
    email = EmailField(
        label=_("Email address"), hint=_("Use one that only you can read."), missing=_("Enter your email address")
    )
    phone = CleanCharField(
        label=_("Phone number"), max_length=30, width="govuk-input--width-20", missing=_("Enter your phone number")
    )
    contact_hours = OneOf(
        [
            Option("any", _("Any time")),
            Option("working_hours", _("Monday to Friday, 9am to 5pm"), _("Not on bank holidays")),
            Option("evenings", _("Evenings, 6pm to 9pm")),
            Option("weekends", _("Weekends, 9am to 9pm")),
        ],
        label=_("When is it safe to contact you?"), required=False,
        hint=_("We keep to this, even when it means that you hear later. If we may not contact you, leave it empty."),
    )  # fmt: skip
    name = CleanCharField(
        label=_("Your name (optional)"), required=False, width=WIDE, hint=_("You can stay anonymous.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs.update({"autocomplete": "tel", "inputmode": "tel"})
        self.fields["name"].widget.attrs.update({"autocomplete": "name", "spellcheck": "false"})

    def clean_phone(self) -> str:
        """Refuse what nobody could dial."""
        phone = str(self.cleaned_data.get("phone") or "")
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("Enter a phone number, like 01632 960 001 or 07700 900 982"))
        return phone

    def clean(self) -> dict[str, Any]:
        """Ask for the hours where someone may be contacted."""
        cleaned = super().clean()
        if cleaned.get("contact_means") in ("email", "phone") and not cleaned.get("contact_hours"):
            self.add_error("contact_hours", _("Select when it is safe to contact you"))
        return cleaned
