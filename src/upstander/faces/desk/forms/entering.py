"""What an officer found, or was told themselves: the same fields as every report, and how it came to be known."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.duties.intake.submission import SaidPost, SentFile, Submission
from upstander.faces.desk.forms.closing import offer, strand_options
from upstander.faces.kit.forms import (
    CleanCharField,
    DateField,
    EmailField,
    FilesField,
    Form,
    LinksField,
    ManyOf,
    OneOf,
    Option,
)
from upstander.faces.kit.wording import HOURS, MEANS, TARGETED, TOLD_AS
from upstander.law.places import forces
from upstander.law.platforms import platforms
from upstander.record.people.identity import Identity

NOTE, LONG, PLACE = 5_000, 20_000, 200
POSTER = ("poster_note", "poster_name", "poster_age", "poster_place")


class Enter(Form):
    """A report that an officer enters."""

    source = OneOf(
        [
            Option("found", _("I found it myself")),
            Option("told", _("Somebody told me"), hint=_("At a counter, by telephone, at an event.")),
        ],
        label=_("How did it come to you?"),
    )
    told_as = OneOf(
        [Option(code, TOLD_AS[code]) for code in ("victim", "on behalf", "witness", "organisation", "unknown")],
        label=_("Who told you?"),
    )
    name = CleanCharField(
        label=_("Their name"), required=False, hint=_("Leave it empty for someone who stays anonymous.")
    )
    email = EmailField(label=_("Their email address"), required=False)
    phone = CleanCharField(label=_("Their telephone number"), required=False, max_length=40)
    contact_means = OneOf(
        [Option(*each) for each in MEANS.items()], label=_("How may they be contacted?"), initial="none"
    )
    contact_hours = OneOf([Option(*each) for each in HOURS.items()], label=_("When is contact safe?"), initial="any")
    found_how = CleanCharField(
        label=_("How was it found or told?"), lines=3, max_length=NOTE,
        hint=_("What you searched or were shown, and what you did not do."),
    )  # fmt: skip
    authority = CleanCharField(
        label=_("Under what authority?"), max_length=PLACE,
        hint=_("For example: open source, no authority needed; or the reference of the authority."),
    )  # fmt: skip
    heard_on = DateField(
        label=_("When did anyone in policing first hear of it?"), required=False,
        hint=_("The recording clock runs from then. Leave it empty for now."),
    )  # fmt: skip
    links = LinksField(
        label=_("Links to the posts"),
        required=False,
        hint=_("One a line. They are kept as text and never opened."),
        max_links=20,
    )
    platform = OneOf([], select=True, label=_("Platform of the first post"), required=False)
    handle = CleanCharField(label=_("Account that posted it"), required=False, max_length=300)
    display_name = CleanCharField(label=_("Name that the account shows"), required=False, max_length=300)
    account_number = CleanCharField(
        label=_("Number of the account"), required=False, max_length=100,
        hint=_("The platform's own number, if you have it: it stays when the account is renamed."),
    )  # fmt: skip
    text = CleanCharField(label=_("Words of the first post"), required=False, lines=4, max_length=LONG)
    uploads = FilesField(
        label=_("Screenshots and other files"), required=False,
        hint=_("Never upload indecent pictures of children or terrorist instructions: tell the unit for those."),
    )  # fmt: skip
    account = CleanCharField(label=_("What happened?"), required=False, lines=5, max_length=LONG)
    why = CleanCharField(label=_("Why is it thought to be hostile?"), required=False, lines=3, max_length=LONG)
    strands = ManyOf([], label=_("Which characteristics is it hostile to?"), required=False)
    targeted = OneOf([Option(*each) for each in TARGETED.items()], label=_("Who was targeted?"), initial="unknown")
    seen_from = CleanCharField(
        label=_("Where was it seen?"), required=False, max_length=PLACE, hint=_("A postcode or a place.")
    )
    home = CleanCharField(
        label=_("Where does the victim live?"), required=False, max_length=PLACE, hint=_("A postcode or a place.")
    )
    special = ManyOf(
        [
            Option("danger", _("Somebody may be in danger now"), hint=_("Ring the force now as well.")),
            Option("poster", _("The person who posted it is known")),
            Option("event", _("It is about something that is to happen")),
        ],
        label=_("Which of these hold?"), required=False,
    )  # fmt: skip
    danger_place = CleanCharField(label=_("Where is the danger?"), required=False, max_length=PLACE)
    poster_note = CleanCharField(label=_("What is known of the person?"), required=False, lines=3, max_length=NOTE)
    poster_name = CleanCharField(
        label=_("Their real name"), required=False, lines=2, max_length=300,
        hint=_("Other names and spellings on lines of their own."),
    )  # fmt: skip
    poster_age = CleanCharField(label=_("Their age, year or date of birth"), required=False, max_length=40)
    poster_place = CleanCharField(
        label=_("Where do they live?"), required=False, max_length=PLACE, hint=_("A town or a postcode.")
    )
    event_note = CleanCharField(label=_("What is to happen, and when?"), required=False, lines=3, max_length=NOTE)
    event_place = CleanCharField(label=_("Where is it to happen?"), required=False, max_length=PLACE)
    named_force = OneOf([], select=True, label=_("Force that was named, if any"), required=False)
    reveals = {
        "source": {"told": ["told_as", "name", "email", "phone", "contact_means", "contact_hours"]},
        "special": {"danger": ["danger_place"], "poster": [*POSTER], "event": ["event_note", "event_place"]},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["heard_on"].latest = today  # type: ignore[attr-defined]
        offer(self, "strands", strand_options(today))
        self._choices("platform", [(each.id, gettext(each.name)) for each in platforms(today)], _("As the link says"))
        self._choices("named_force", [(each.code, gettext(each.name)) for each in forces(today)], _("None"))

    def _choices(self, name: str, choices: list[tuple[str, Any]], empty: Any) -> None:
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for something to go on, and for an address where contact is wanted."""
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("links", "text", "account", "why", "uploads")):
            self.add_error(None, _("Give a link, the words of a post, a file or an account of what happened"))
        means = cleaned.get("contact_means")
        if means in ("email", "phone") and not cleaned.get(means):
            self.add_error(means, _("Give what you need to contact them, or choose another way"))
        return cleaned

    def submission(self, files: tuple[SentFile, ...], heard_at: Any) -> Submission:
        """Return what the form says as every report is handed in."""
        said = self.cleaned_data
        told, special = said["source"] == "told", said["special"]
        poster: dict[str, Any] = {name: said[name] or "" for name in POSTER}
        return Submission(
            account=said["account"], why=said["why"], strands=tuple(said["strands"]), posts=self._posts(), files=files,
            told_as=said["told_as"] if told else "officer", targeted=said["targeted"], seen_from=said["seen_from"],
            home=said["home"], danger="danger" in special, danger_place=said["danger_place"] or "",
            knows_poster="poster" in special, future_event="event" in special,
            **poster,
            event_note=said["event_note"] or "", event_place=said["event_place"] or "", named_force=said["named_force"],
            identity=Identity(said["name"] or "", said["email"] or "", said["phone"] or "") if told else Identity(),
            contact_means=said["contact_means"] if told else "none",
            contact_hours=said["contact_hours"] if told else "any",
            told_policing_at=heard_at, found_how=said["found_how"], authority=said["authority"],
        )  # fmt: skip

    def _posts(self) -> tuple[SaidPost, ...]:
        said = self.cleaned_data
        links = said["links"] or []
        account = (said["handle"], said["display_name"], said["account_number"])
        first = SaidPost(links[0] if links else "", said["platform"] or "", said["text"], *account)
        posts = [first] if any((first.link, first.text, *account)) else []
        return (*posts, *(SaidPost(link=link) for link in links[1:]))
