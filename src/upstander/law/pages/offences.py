"""The page of the offences: a table to find one, then each with all that must be proved."""

from __future__ import annotations

from collections.abc import Iterator

from upstander.law.dated import Dated
from upstander.law.offences import Offence, all_grounds, all_offences
from upstander.law.pages.markdown import Section, called, count, get, heading, mark, section, table
from upstander.law.plainly import held, value

TITLE = "Offences"
ABOUT = "What must be proved, where it is tried, the maximum, the time limit and who must consent."
INTRO = (
    "The offences of England and Wales that a hub for online hate crime meets, by the date of the conduct. Where the"
    " law changed, each version has its own entry. The hub advises; a person decides."
)
GROUNDS = Section(
    "Characteristics",
    "grounds of aggravation",
    (("Characteristic, and what it counts for", called),),
    "On which characteristic each regime rests. No offence of stirring up hatred covers disability or transgender"
    " identity. Whether the Crime and Policing Act 2026 adds grounds, and from when, is not settled.",
)


def row() -> tuple[str, ...]:
    """The page's row in the index."""
    entries = _entries()
    return (f"[{TITLE}](offences.md)", ABOUT, str(len(entries)), str(sum(each.checked == "verify" for each in entries)))


def page(made: str) -> str:
    """The whole page; `made` is the line that says how it came to be."""
    lines = [made, "", heading(1, TITLE), "", INTRO, "", count(_entries()), "", *_overview()]
    for act in dict.fromkeys(each.act for each in all_offences()):
        lines += ["", heading(2, act)]
        for each in (each for each in all_offences() if each.act == act):
            lines += _one(each)
    return "\n".join([*lines, "", *section(GROUNDS, all_grounds())]).rstrip() + "\n"


def _entries() -> tuple[Dated, ...]:
    return (*all_offences(), *all_grounds())


def _overview() -> list[str]:
    rows = [
        (each.title, f"{each.act}, {each.section}", value("mode", each.mode), each.maximum, _limit(each), mark(each))
        for each in all_offences()
        if each.valid_to is None
    ]
    return table(("Offence", "Law", "Tried in", "Maximum", "Time limit", "Checked"), rows)


def _one(offence: Offence) -> Iterator[str]:
    yield from ("", heading(3, offence.title), "")
    where = get("extent")(offence)
    yield f"{offence.section} · conduct {held(offence)} · {where} · `{offence.id}`"
    if offence.checked == "verify":
        yield from ("", "> **To be checked** against the official text.")
    yield from ("", "To be proved:", "")
    yield from (f"{number}. {element.text}" for number, element in enumerate(offence.elements, 1))
    yield from ("", *table(("", ""), list(_facts(offence))), "")
    yield f"Source: {offence.source}." if not offence.source.endswith(".") else f"Source: {offence.source}"
    if offence.note:
        yield from ("", f"Note: {offence.note}")


def _facts(offence: Offence) -> Iterator[tuple[str, str]]:
    yield "Tried in", value("mode", offence.mode)
    yield "Maximum", offence.maximum
    yield "Time limit", _limit(offence)
    yield "Consent", offence.consent or "nobody's beyond the charging rules"
    if offence.communications:
        yield (
            "Before it is recorded",
            "a supervisor other than the decider signs, with reasons on freedom of expression",
        )
    if offence.incitement:
        yield "Before it is recorded", "a senior investigator decides whether the threshold is met"
    yield "Hostility", _hostility(offence)


def _limit(offence: Offence) -> str:
    return value("time_limit", offence.time_limit)


def _hostility(offence: Offence) -> str:
    forms = {each.id: each.title for each in all_offences()}
    if offence.aggravated_as in forms:
        return f"charged as: {forms[offence.aggravated_as]}"
    return value("aggravation", offence.aggravation) if offence.aggravation != "none" else "makes no difference to it"
