"""What is asked of how a post or file was captured. Every answer may stay empty: then it is not known."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.engines.moments import (
    FIRST,
    SECOND,
    NeverThere,
    NotATime,
    TwiceThere,
    UnknownZone,
    read_local,
    utc_of,
    zone_of,
)
from upstander.faces.kit.forms import CleanCharField, Form, ManyOf, OneOf, Option
from upstander.faces.kit.languages import NAMES
from upstander.law.platforms import platforms
from upstander.record.cases.capturing import ALL, Capture

WHAT = {
    "screenshot": _("A screenshot"), "photograph": _("A photograph of a screen"),
    "recording": _("A recording of a screen"),
    "page": _("A saved page (HTML, MHTML)"), "archive": _("A web archive (WARC, WACZ)"),
    "message": _("An e-mail or message"), "document": _("A document"), "bundle": _("A bundle of a browser extension"),
    "platform_return": _("A platform's answer to a request for data"),
    "original": _("The file itself, as it was posted"),
    "other": _("Something else"),
}  # fmt: skip
CAPACITIES = {
    "victim": _("The person targeted"), "on behalf": _("Someone for the person targeted"), "witness": _("A witness"),
    "organisation": _("A partner organisation"), "volunteer": _("A volunteer"), "officer": _("An officer"),
}  # fmt: skip
COMPLETENESS = {
    "whole_thread": _("The whole thread"), "whole_post": _("The whole post"), "whole_page": _("The whole page"),
    "part": _("What fitted the screen"), "crop": _("Cut out of a larger picture"),
}  # fmt: skip
WARNINGS = {
    "none": _("No warning is needed"), "hateful_words": _("Hateful words"), "threats": _("Threats"),
    "violence": _("Violence"), "sexual": _("Sexual content"), "self_harm": _("Self-harm"), "death": _("Death"),
    "other": _("Distressing in another way"),
}  # fmt: skip
SOURCES = {
    "reported": _("as reported"), "partner": _("as the sender says"), "officer": _("an officer"),
    "file": _("as the file says"),
}  # fmt: skip
LABELS = {
    "description": _("What does it show?"),
    "original_address": _("Address as reported"), "final_address": _("Address at which the browser ended up"),
    "platform": _("Platform"), "account_handle": _("Account that posted it"),
    "account_id": _("The platform's own number of the account"), "post_id": _("The platform's own number of the post"),
    "posted_shown": _("Time of the post, as the page shows it"), "posted_zone": _("Time zone that goes with it"),
    "posted_local": _("The same time in figures"), "posted_which": _("Which of the two?"),
    "posted_utc": _("Posted at, in UTC"),
    "what": _("What was captured?"), "captured_local": _("Time of the capture, as the device showed it"),
    "captured_zone": _("Time zone of the device"), "captured_which": _("Which of the two?"),
    "captured_utc": _("Captured at, in UTC"), "clock": _("The device's clock"), "captured_by": _("Who captured it?"),
    "capacity": _("In what capacity?"), "tool": _("Program or device, with its version"), "settings": _("Its settings"),
    "authority": _("Under what authority?"), "signed_in_as": _("As whom was the browser signed in?"),
    "answers_post": _("Which post of this case does it answer?"),
    "answers_address": _("Address of the post that it answers"),
    "answers_text": _("Words of the post that it answers"), "thread_address": _("Address of the thread"),
    "thread_place": _("Where in the thread?"), "completeness": _("How much of it was captured?"),
    "redactions": _("What was blacked out or cut away?"), "custodians": _("Who held it before the hub?"),
    "warning": _("What must a reader be warned of?"), "notes": _("What else must be known?"),
    "method": _("By what way did it come?"), "language": _("Language of the words"),
}  # fmt: skip
GROUPS = (
    (_("What it shows"), ("description",)),
    (_("Where it was"), ("original_address", "final_address", "platform", "account_handle", "account_id", "post_id")),
    (_("When it was posted"), ("posted_shown", "posted_zone", "posted_local", "posted_which")),
    (_("What it answers"), ("answers_post", "answers_address", "answers_text", "thread_address", "thread_place")),
    (
        _("How it was captured"),
        ("what", "captured_local", "captured_zone", "captured_which", "clock", "captured_by", "capacity", "tool",
         "settings", "authority", "signed_in_as"),
    ),
    (
        _("How it came, and in what state"),
        ("method", "completeness", "redactions", "custodians", "warning", "notes", "language"),
    ),
)  # fmt: skip
LONG = 10_000


def _text(name: str, hint: Any = "", **more: Any) -> CleanCharField:
    return CleanCharField(label=LABELS[name], required=False, hint=hint, **{"max_length": 300, **more})


def _one(name: str, words: Mapping[str, Any]) -> OneOf:
    options = [Option("", _("Not known")), *(Option(code, said) for code, said in words.items())]
    return OneOf(options, label=LABELS[name], required=False)


def _which(name: str) -> OneOf:
    words = {FIRST: _("The first, before clocks went back"), SECOND: _("The second, after clocks went back")}
    options = [Option("", _("It was there once")), *(Option(code, said) for code, said in words.items())]
    return OneOf(
        options,
        label=LABELS[name],
        required=False,
        hint=_("In the night of October in which clocks go back, an hour is there twice."),
    )


class Captured(Form):
    """A capture record."""

    take = ManyOf(
        [], label=_("Take over what the file says of itself"), required=False,
        hint=_("It is kept as the file's own saying, in the place of your answer below."),
    )  # fmt: skip
    description = _text(
        "description", lines=3, max_length=2_000,
        hint=_("In your own words, for whoever need not look: who is seen doing what. Quote no more than is needed."),
    )  # fmt: skip
    original_address = _text("original_address", max_length=LONG, hint=_("It is kept as text and never opened."))
    final_address = _text("final_address", max_length=LONG)
    platform = OneOf([], select=True, label=LABELS["platform"], required=False)
    account_handle = _text("account_handle")
    account_id = _text("account_id", hint=_("It stays when the account is renamed."))
    post_id = _text("post_id")
    posted_shown = _text("posted_shown", hint=_("Letter by letter, such as 9:14 pm · 24 Oct, or 3 days ago."))
    posted_zone = _text(
        "posted_zone", hint=_("A place (Europe/London), an offset (+02:00), UTC, GMT or BST. Empty if nobody knows.")
    )
    posted_local = _text("posted_local", hint=_("Such as 2026-10-24 21:14. With the zone it gives the moment in UTC."))
    posted_which = _which("posted_which")
    answers_post = OneOf([], select=True, label=LABELS["answers_post"], required=False)
    answers_address = _text("answers_address", max_length=LONG)
    answers_text = _text("answers_text", lines=3, max_length=20_000)
    thread_address = _text("thread_address", max_length=LONG)
    thread_place = _text("thread_place", hint=_("Such as third of twelve answers."))
    what = _one("what", WHAT)
    captured_local = _text("captured_local", hint=_("Such as 2026-11-02 10:00."))
    captured_zone = _text("captured_zone", hint=_("As above. The hub's own zone is never taken for it."))
    captured_which = _which("captured_which")
    clock = _text(
        "clock", hint=_("Where it had its time from, and how far it was off, such as: network time, 2 seconds fast.")
    )
    captured_by = _text("captured_by", hint=_("An officer's name; for who reported it say so, never their name."))
    capacity = _one("capacity", CAPACITIES)
    tool = _text("tool")
    settings = _text("settings", lines=2, max_length=2_000)
    authority = _text("authority", hint=_("Open source, consent, or the reference of the request or authority."))
    signed_in_as = _text(
        "signed_in_as", hint=_("Nobody, a work account, or the reporter's own account: never a reporter's name.")
    )
    method = _text("method", hint=_("Such as upload, e-mail, USB stick with its exhibit number."))
    completeness = _one("completeness", COMPLETENESS)
    redactions = _text("redactions", lines=2, max_length=2_000, hint=_("One a line."))
    custodians = _text(
        "custodians", lines=2, max_length=2_000, hint=_("One a line, in order; by role, not by a reporter's name.")
    )
    warning = _one("warning", WARNINGS)
    notes = _text("notes", lines=3, max_length=5_000)
    language = OneOf([], select=True, label=LABELS["language"], required=False)
    why = CleanCharField(
        label=_("Why is the record before wrong or not enough?"), lines=2, max_length=2_000,
        missing=_("Say why the record before is wrong or not enough"), hint=_("It is kept with the record."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, current: Capture, offered: Mapping[str, str], posts: Iterable[tuple[str, str]], open: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.current = current
        self.offered = {name: value for name, value in offered.items() if name in LABELS and value != current[name]}
        super().__init__(*args, initial={name: current[name] for name in ALL}, **kwargs)
        nothing = ("", _("Not known"))
        today = timezone.localdate()
        languages = sorted(((code, gettext(str(name))) for code, name in NAMES.items()), key=lambda one: one[1])
        self._choices("platform", [nothing, *((each.id, gettext(each.name)) for each in platforms(today))])
        self._choices("language", [nothing, *languages])
        self._choices("answers_post", [nothing, *posts])
        shown = [name for name in self.offered if not name.endswith("_utc")]
        offers = tuple(Option(name, f"{LABELS[name]}: {self.offered[name][:200]}") for name in shown)
        self.fields["take"].options = offers  # type: ignore[attr-defined]
        self._choices("take", [(name, LABELS[name]) for name in shown])
        if not shown:
            del self.fields["take"]
        if not current.number:
            del self.fields["why"]
        if current["answers_text"] and not open:
            del self.fields["answers_text"]  # words that nobody asked to see: they stay as they are

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        held = str(self.initial.get(name) or "") if hasattr(self, "initial") else ""
        known = {code for code, _words in choices}
        more = [(held, held)] if held and held not in known else []
        self.fields[name].choices = [*choices, *more]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put what is taken over in its place, and ask for times that can be read with the zone that goes with them."""
        cleaned = super().clean()
        for name in cleaned.get("take") or []:
            cleaned[name] = self.offered[name]
        for name in ("posted", "captured"):
            check_time(self, name, cleaned)
        return cleaned

    def said(self) -> dict[str, str]:
        """Return the answers by the fields of the capture record."""
        unasked = {name: self.current[name] for name in ALL if name not in self.fields}
        return {name: unasked.get(name) or self.cleaned_data.get(name) or "" for name in ALL}


def check_time(form: Form, name: str, cleaned: Mapping[str, Any]) -> None:
    """Ask for a time in figures that can be read in the zone that goes with it; errors stand at their questions."""
    local, zone, which = (cleaned.get(f"{name}_{part}") or "" for part in ("local", "zone", "which"))
    try:
        moment = read_local(local) if local else None
        if moment and zone:
            utc_of(moment, zone_of(zone), which)
    except NotATime:
        form.add_error(f"{name}_local", _("Enter a date and time such as 2026-10-24 21:14"))
    except UnknownZone:
        told = _("Enter a place (Europe/London), an offset (+02:00), UTC, GMT or BST, or leave the figures empty")
        form.add_error(f"{name}_zone", told)
    except TwiceThere:
        form.add_error(f"{name}_which", _("Clocks went back in that hour: say which of the two it was"))
    except NeverThere:
        form.add_error(f"{name}_local", _("Clocks went forward in that hour: there was no such time in that zone"))
