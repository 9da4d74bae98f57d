"""Every field in which a partner can send a report: CSV columns, JSON and documentation all come from this one list."""

from dataclasses import dataclass

from upstander.duties.intake.kinds import Email, Flag, ForceCode, Instant, Kind, Line, Moment, OneOf, Several, Text
from upstander.law.clocks.contact import all_hours, hours
from upstander.law.places import all_forces, forces
from upstander.law.platforms import all_platforms, platforms
from upstander.law.strands import all_strands, strands
from upstander.record.cases.capturing import COMPLETENESS
from upstander.record.cases.models import Report

MOST_POSTS = 20
"""Posts in one report; a sender with more sends several reports."""


@dataclass(frozen=True)
class Field:
    """One thing that can be said: its name in JSON and as a column, how it is read and what it is for."""

    name: str
    kind: Kind
    what: str


def _fixed(*codes: str) -> OneOf:
    return OneOf(lambda on: codes, lambda: codes)


STRAND = OneOf(lambda on: [entry.id for entry in strands(on)], lambda: _ids(all_strands()))
PLATFORM = OneOf(lambda on: [entry.id for entry in platforms(on)], lambda: _ids(all_platforms()))
HOURS = OneOf(lambda on: [entry.id for entry in hours(on)], lambda: _ids(all_hours()))
FORCE = ForceCode(
    lambda on: [entry.code for entry in forces(on)], lambda: list(dict.fromkeys(entry.code for entry in all_forces()))
)
TOLD = _fixed(*(code for code in Report.Told.values if code != Report.Told.OFFICER))
LONG, NOTE, PLACE = Text(20_000), Text(5_000), Text(200)


def _ids(entries: tuple[object, ...]) -> list[str]:
    return list(dict.fromkeys(str(entry.id) for entry in entries))  # type: ignore[attr-defined]


REFERENCE = Field("sender_ref", Line(200), "Your own reference: the same one is never taken in twice.")
POST = (
    Field("link", Text(10_000), "The link to the post. It is stored as text and never opened."),
    Field("platform", PLATFORM, "Where the post is, if no link says so."),
    Field("text", LONG, "The words of the post."),
    Field("handle", Text(300), "The name of the account that posted it."),
    Field("display_name", Line(300), "The name that the account shows beside it."),
    Field("account_number", Line(100), "The platform's own number of the account, which stays when it is renamed."),
)
REPORT = (
    Field("account", LONG, "What happened, in the words of the person who reports it."),
    Field("why", LONG, "Why they think that it is hostile, and to whom."),
    Field("strands", Several(STRAND), "The characteristics that are targeted."),
    Field("told_as", TOLD, "In which capacity they report."),
    Field("targeted", _fixed(*Report.Targeted.values), "Who was targeted."),
    Field("target_note", NOTE, "Who was targeted, in words."),
    Field("seen_from", PLACE, "Where they were when they saw it: a postcode or a place."),
    Field("home", PLACE, "Where the victim lives: a postcode or a place."),
    Field("danger", Flag(), "Whether somebody is in danger. Ring 999 as well: a report is not an emergency call."),
    Field("danger_place", PLACE, "Where the danger is."),
    Field("knows_poster", Flag(), "Whether they know who posted it; such a report is handed to a force at once."),
    Field("poster_note", NOTE, "What they know of the poster."),
    Field("poster_name", Text(300), "The real name of the poster; other names and spellings on further lines."),
    Field("poster_age", Line(40), "The age, year or date of birth of the poster."),
    Field("poster_place", PLACE, "Where the poster lives: a town or a postcode."),
    Field("future_event", Flag(), "Whether it is about something that is still to happen."),
    Field("event_note", NOTE, "What is to happen and when."),
    Field("event_place", PLACE, "Where it is to happen."),
    Field("named_force", FORCE, "The force that they chose, for a known poster or a coming event."),
    Field("complainant_name", Line(200), "The name of the person who reports. Leave it out for someone anonymous."),
    Field("complainant_email", Email(254), "Their e-mail address."),
    Field("complainant_phone", Line(40), "Their telephone number."),
    Field("complainant_note", NOTE, "What must be known about reaching them safely."),
    Field("contact_means", _fixed(*Report.Means.values), "How the hub may contact them. Not at all unless you say so."),
    Field("contact_hours", HOURS, "When contact is safe."),
    Field("language", _fixed("en-gb", "cy"), "The language of letters to them."),
    Field("told_policing_at", Moment(), "When anybody in policing first heard of it, if before now."),
)
CAPTURE = {
    "posted_shown": Field("posted_shown", Line(200), "The time of the post as the page showed it, letter by letter."),
    "posted_zone": Field("posted_zone", Line(60), "The time zone that the page stated, if it stated one."),
    "posted_utc": Field("posted_utc", Instant(), "The moment of the post, where the platform itself gives it."),
    "final_address": Field("final_address", Text(10_000), "The address at which the browser ended up."),
    "captured_utc": Field("captured_utc", Instant(), "When the post was captured."),
    "captured_zone": Field("captured_zone", Line(60), "The time zone of the device that captured it."),
    "clock": Field("clock", Line(200), "Where the device had its time from, and how far it was off."),
    "capture_tool": Field("tool", Line(200), "What captured it, with its version."),
    "signed_in_as": Field("signed_in_as", Line(200), "As whom the browser was signed in; `nobody` if not."),
    "completeness": Field("completeness", _fixed(*COMPLETENESS), "How much of it was captured."),
    "answers_address": Field("answers_address", Text(10_000), "The address of the post that this one answers."),
    "answers_text": Field("answers_text", LONG, "The words of the post that this one answers."),
    "thread_address": Field("thread_address", Text(10_000), "The address of the thread."),
    "post_language": Field("language", Line(20), "The language of the words of the post, as a code such as `pl`."),
    "capture_notes": Field("notes", NOTE, "What else must be known of how it was captured."),
}
"""How a post was captured: the name under which a partner says it, and the field of the capture record."""
MORE_LINKS = Field(
    "more_links", Text(20_000), f"Further links, with spaces or line breaks between them; {MOST_POSTS} posts at most."
)
OF_CAPTURE = tuple(Field(name, each.kind, each.what) for name, each in CAPTURE.items())
COLUMNS = (REFERENCE, *POST, MORE_LINKS, *REPORT, *OF_CAPTURE)
"""The columns of the CSV template, in its order."""
BY_NAME = {field.name: field for field in (REFERENCE, *REPORT)}
POST_BY_NAME = {field.name: field for field in (*POST, *OF_CAPTURE)}


def column_table() -> str:
    """Return the table of columns that stands in docs/partners/import.md."""
    rows = [f"| `{field.name}` | {field.what} | {field.kind.says()} |" for field in COLUMNS]
    return "\n".join(["| column | what it says | how it is written |", "|---|---|---|", *rows])
