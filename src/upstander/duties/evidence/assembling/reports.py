"""Say what the reports of a case say: their answers, the victims they speak of and what those need, the risks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from upstander.duties.evidence.assembling.moments import day, moment
from upstander.law.clocks.contact import all_hours
from upstander.law.facts.features import features
from upstander.law.strands import all_strands
from upstander.record.cases.models import Addition, Report, Translation
from upstander.record.cases.spoken_for import SPOKEN, by_victim

CHANNELS = {
    Report.Channel.WEB: "public form",
    Report.Channel.IMPORT: "file of a partner",
    Report.Channel.API: "system of a partner",
    Report.Channel.OFFICER: "entered by an officer",
}
TOLD_AS = {
    Report.Told.VICTIM: "victim",
    Report.Told.ON_BEHALF: "someone on the victim's behalf",
    Report.Told.WITNESS: "witness",
    Report.Told.ORGANISATION: "organisation",
    Report.Told.OFFICER: "officer",
}
TARGETED = {
    Report.Targeted.PERSON: "a person",
    Report.Targeted.SEVERAL: "several people",
    Report.Targeted.INSTITUTION: "an institution",
    Report.Targeted.GROUP: "a group of people",
}
MEANS = {
    Report.Means.EMAIL: "By e-mail only",
    Report.Means.PHONE: "By telephone only",
    Report.Means.NONE: "No contact: none was agreed to, or no address was given",
}
TRANSLATED = {
    "account": "What happened, in the reporter's words",
    "why": "Why they think that it is hostile",
    "target_note": "Who was targeted",
    "poster_note": "What they know of who posted it",
    "event_note": "What is to happen",
    "found_how": "How an officer found it",
    "addition": "What was added later",
}
MADE_BY = {
    Translation.MadeBy.CERTIFIED: "certified translator",
    Translation.MadeBy.PERSON: "person, not certified",
    Translation.MadeBy.MACHINE: "program, not certified",
}
DAYS = {"all": "on any day", "working": "on working days only", "weekend": "at weekends only"}
SUBSTITUTED = (
    "Some characters as sent cannot be stored as text and are shown as marks; the hub holds the report as received."
)


def report_copy(report: Report) -> dict[str, Any]:
    """Return what a report says, without who says it."""
    return {
        "reference": report.reference,
        "channel": CHANNELS[Report.Channel(report.channel)],
        "received_at": moment(report.received_at),
        "reporter": TOLD_AS.get(Report.Told(report.told_as)),
        "answers": [{"question": asked, "answer": answer} for asked, answer in _answers(report) if answer.strip()],
        "translations": list(_translations(report)),
    }


def _translations(report: Report) -> Iterator[dict[str, Any]]:
    """Yield what somebody or something made of some of the words in another language; the words stand elsewhere."""
    for row in Translation.objects.filter(report=report).select_related("post").order_by("pk"):
        yield translation_copy(row, report)


def translation_copy(row: Translation, report: Report) -> dict[str, Any]:
    """Return a translation of some words of a report, with whose it is and the digest of the words themselves."""
    column = row.column.partition(" ")[0]
    return {
        "of": f"Post {row.post.position} of {report.reference}" if row.post else TRANSLATED[column],
        "language_from": row.language_from,
        "language_to": row.language_to,
        "text": row.text,
        "made_by": MADE_BY[Translation.MadeBy(row.made_by)],
        "certified": row.made_by == Translation.MadeBy.CERTIFIED,
        "maker": row.maker,
        "made_on": row.made_on.isoformat(),
        "words_sha256": row.words_sha256,
    }


def _answers(report: Report) -> Iterator[tuple[str, str]]:
    yield "What happened, in the reporter's words", report.account
    yield "Why they think that it is hostile", report.why
    yield "What they think it was aimed at", strand_names(report.strands)
    targeted = TARGETED.get(Report.Targeted(report.targeted), "")
    yield "Who was targeted", ": ".join(part for part in (targeted, report.target_note) if part.strip())
    yield "Where the reporter was", report.seen_from
    institution = report.targeted == Report.Targeted.INSTITUTION
    yield "Where the premises are" if institution else "Where the victim lives", report.home
    yield "Whether somebody was in danger", f"Yes. {report.danger_place}".strip() if report.danger else ""
    if report.knows_poster:
        yield "What they know of who posted it", report.poster_note or "They know, and did not say more."
    yield "Name given of who posted it", report.poster_name
    yield "Age given of them", report.poster_age
    yield "Where they are said to live", report.poster_place
    if report.future_event:
        yield "What is to happen", " ".join(part for part in (report.event_note, report.event_place) if part)
    yield "How an officer found it", report.found_how
    yield "Under what authority", report.authority
    for addition in Addition.objects.filter(report=report).order_by("received_at", "pk"):
        yield f"Added on {day(addition.received_at)}", addition.text
    if report.substituted:
        yield "Note by the hub", SUBSTITUTED


def strand_names(ids: Sequence[str]) -> str:
    """Return the names of strands, with commas between them."""
    names = {strand.id: strand.name for strand in all_strands()}
    return ", ".join(names.get(id, id) for id in ids)


def victims(reports: Sequence[Report], facts: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the victims who are known to exist, by label, numbered as an assessment begins with them.

    `facts` are those that officers set down; what they say of what it did to a victim stands with the victim.
    """
    held = {each["label"]: each for each in (facts or {}).get("victims") or ()}
    spoken = by_victim([report for report in reports if report.told_as in SPOKEN])
    return [_victim(number, told, held) for number, told in enumerate(spoken, 1)]


def _victim(number: int, reports: list[Report], held: Mapping[str, Any]) -> dict[str, Any]:
    first, references = reports[0], " and ".join(report.reference for report in reports)
    who = "reported it" if first.told_as == Report.Told.VICTIM else "was spoken for"
    danger = next((report for report in reports if report.danger), None)
    return {
        "label": f"Victim {number}, who {who} in {references}",
        "needs": ["Letters in Welsh"] if first.language == "cy" else [],
        "risk": f"Said to be in danger, on {day(danger.received_at)}" if danger else None,
        "contact_rules": [MEANS[Report.Means(first.contact_means)], *_hours(first)],
        "contact_through": f"the hub, under {first.reference}" if first.complainant_id else "nobody: it is anonymous",
        "consent_to_share": None,
        "effects": _effects(held.get(f"victim {number}", {})),
        "personal_statement": None,
    }


def _effects(known: Mapping[str, Any]) -> list[str]:
    """Return what officers set down of what it did to a victim, in the sentences of the law of facts."""
    words, shows = features(), known.get("shows") or {}
    age = [f"Age: {known['age']}"] if known.get("age") is not None else []
    return age + [words[id].says for id, answer in shows.items() if answer is True and id in words]


def _hours(report: Report) -> list[str]:
    if report.contact_means == Report.Means.NONE:
        return []
    chosen = next((hours for hours in all_hours() if hours.id == report.contact_hours), None)
    if chosen is None or (chosen.days == "all" and chosen.closes - chosen.opens >= 24 * 60):
        return ["At any time"]
    return [f"Between {_clock(chosen.opens)} and {_clock(chosen.closes)}, London time, {DAYS[chosen.days]}"]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def risks(reports: Sequence[Report]) -> list[str]:
    """Return in sentences what must be known before anyone is visited, rung or told."""
    said = []
    for report in reports:
        if report.danger:
            place = f" Place: {report.danger_place}." if report.danger_place.strip() else ""
            said.append(f"{report.reference} said on {day(report.received_at)} that somebody was in danger.{place}")
        if report.knows_poster:
            said.append(f"{report.reference}: the reporter knows who posted it. Think of reprisals before any step.")
        if report.future_event:
            said.append(f"{report.reference} speaks of something still to happen: {report.event_note or 'no details'}.")
    return said


def not_to_be_contacted(reports: Sequence[Report]) -> list[str]:
    """Return in one sentence, if there are any, the reports whose reporters agreed to no contact."""
    silent = [report.reference for report in reports if report.contact_means == Report.Means.NONE]
    return [f"Not to be contacted: who reported {', '.join(silent)}."] if silent else []
