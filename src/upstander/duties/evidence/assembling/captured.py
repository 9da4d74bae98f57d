"""Say of each exhibit how it was captured: what the newest capture record says, and null for what nobody said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from upstander.duties.evidence.assembling.moments import moment
from upstander.duties.evidence.assembling.reports import CHANNELS, TOLD_AS
from upstander.duties.evidence.models import Exhibit
from upstander.engines.captures.reading import Reading
from upstander.engines.matching.posts import platform_name
from upstander.record.cases import capturing
from upstander.record.cases.capturing import Capture
from upstander.record.cases.models import Report, Scan

CAPACITIES = {**{str(code): words for code, words in TOLD_AS.items()}, "volunteer": "volunteer"}
WHAT = {
    "screenshot": "screenshot", "photograph": "photograph of a screen", "recording": "recording of a screen",
    "page": "saved page", "archive": "web archive", "message": "e-mail or message", "document": "document",
    "bundle": "captured by a browser extension", "platform_return": "return of a platform to a request",
    "original": "file as it was posted", "other": "other",
}  # fmt: skip
COMPLETENESS = {
    "whole_thread": "the whole thread", "whole_post": "the whole post", "whole_page": "the whole page",
    "part": "what fitted the screen", "crop": "cut out of a larger picture",
}  # fmt: skip
WARNINGS = {
    "none": "none is needed", "hateful_words": "hateful words", "threats": "threats", "violence": "violence",
    "sexual": "sexual content", "self_harm": "self-harm", "death": "death", "other": "distressing content",
}  # fmt: skip
SOURCES = {
    capturing.REPORTED: "the report", capturing.PARTNER: "the organisation that sent it",
    capturing.OFFICER: "an officer", capturing.FROM_FILE: "the file, of itself",
}  # fmt: skip
FAULTS = {
    "truncated": "It ends too early: a part or record of it is not whole.",
    "hash differs": "A part of it does not agree with its own hash.",
    "part missing": "It describes a part that it does not hold.",
    "not described": "It holds a part that its description does not name.",
    "no hash": "It says no hash of a part.",
    "unreadable": "It is not of the form that it claims.",
    "stopped": "Reading it was stopped: it takes too long, is too large or broken.",
    "bomb": "It says that it unpacks to far more than it holds: nothing in it was opened.",
    "too many parts": "It has more parts than are looked at.",
    "nested too deeply": "It is nested too deeply to be read.",
    "bytes between": "There are bytes between its records that belong to none.",
    "entities": "It defines words of its own, which were not expanded.",
    "same name twice": "Two of its parts have the same name.",
    "leads out": "A name in it leads out of a folder.",
    "archive inside": "It holds an archive, which was not opened.",
    "locked": "A part of it is locked with a password.",
    "active": "It holds scripts or other active content, which was not run.",
    "no reader": "The hub's machine has no reader for such files.",
    "comment without picture": "A comment in it has no picture.",
}
"""What the reading of a captured file finds, in a sentence."""
STATES = {"whole": "whole", "faulty": "not whole, or not what it says", "nothing": "IT CAPTURED NOTHING"}


def origin(capture: Capture) -> dict[str, str | None]:
    """Return where a thing was."""
    platform = capture["platform"]
    return {
        "original_address": capture["original_address"] or None,
        "final_address": capture["final_address"] or None,
        "platform": platform_name(platform) if platform else None,
        "account_handle": capture["account_handle"] or None,
        "account_id": capture["account_id"] or None,
        "post_id": capture["post_id"] or None,
    }


def posted(capture: Capture) -> dict[str, str | None]:
    """Return when it was posted: as shown, in the zone as stated, as read there, and derived in UTC."""
    return {
        "displayed": capture["posted_shown"] or None,
        "zone": capture["posted_zone"] or None,
        "local": capture["posted_local"] or None,
        "utc": _utc(capture["posted_utc"]),
    }


def captured(capture: Capture) -> dict[str, str | None]:
    """Return how, when, by whom and with what it was captured."""
    return {
        "what": WHAT.get(capture["what"]),
        "at": _utc(capture["captured_utc"]),
        "zone": capture["captured_zone"] or None,
        "local": capture["captured_local"] or None,
        "clock": capture["clock"] or None,
        "by": capture["captured_by"] or None,
        "capacity": CAPACITIES.get(capture["capacity"]),
        "tool": capture["tool"] or None,
        "settings": capture["settings"] or None,
        "authority": capture["authority"] or None,
        "signed_in_as": capture["signed_in_as"] or None,
    }


def thread(capture: Capture, refs: Mapping[int, str]) -> dict[str, str | None]:
    """Return what it answers and where it stands; `refs` are the exhibits of the case by the id of their post."""
    answers = capture["answers_post"]
    return {
        "answers": refs.get(int(answers)) if answers.isdecimal() else None,
        "answers_address": capture["answers_address"] or None,
        "answers_text": capture["answers_text"] or None,
        "address": capture["thread_address"] or None,
        "place": capture["thread_place"] or None,
    }


def condition(capture: Capture, custodians: Sequence[str], notes: Sequence[str]) -> dict[str, Any]:
    """Return in what state it came; `custodians` and `notes` are the hub's own, before those of the record."""
    own_notes = [capture["notes"]] if capture["notes"] else []
    return {
        "completeness": COMPLETENESS.get(capture["completeness"]),
        "redactions": _lines(capture["redactions"]),
        "prior_custodians": [*custodians, *_lines(capture["custodians"])],
        "warning": WARNINGS.get(capture["warning"]) if capture["warning"] != "none" else None,
        "notes": " ".join([*notes, *own_notes]) or None,
    }


def method(capture: Capture, report: Report, *, later: bool) -> str:
    """Return by what way it came to the hub."""
    way = CHANNELS[Report.Channel(report.channel)] + (", added later" if later else "")
    return f"{way}: {capture['method']}" if capture["method"] else way


def record_of(capture: Capture, earlier: Sequence[Capture]) -> dict[str, Any]:
    """Return which capture record this is, who set it down, who says each field, and the records before it."""
    return {
        "number": capture.number,
        "recorded_by": capture.by.name if capture.by else None,
        "recorded_at": moment(capture.at) if capture.at else None,
        "why": capture.why or None,
        "sources": {name: SOURCES[known.source] for name, known in capture.fields.items()},
        "earlier": [
            {
                "number": each.number,
                "recorded_by": each.by.name if each.by else None,
                "recorded_at": moment(each.at) if each.at else None,
                "why": each.why or None,
            }
            for each in earlier
        ],
    }


def contents(found: Reading | None) -> dict[str, Any] | None:
    """Return what a captured file was found to hold; None for one that was not read."""
    if found is None:
        return None
    return {
        "kind": found.kind,
        "state": STATES[found.state],
        "title": found.title or None,
        "parts": found.parts,
        "names": [name for name, _size in found.names],
        "own_hashes_that_hold": found.agree,
        "own_hashes_that_do_not": found.differ,
        "remarks": [" ".join(filter(None, (FAULTS.get(code, code), detail))) for code, detail in found.faults],
    }


def scanned(row: Scan | None) -> dict[str, str | None] | None:
    """Return what the virus scanner said; None where none is set up, or it has not said anything yet."""
    if row is None:
        return None
    said = {"clean": "nothing found", "found": "found", "failed": "could not be scanned"}[row.result]
    return {"result": said, "name": row.name or None, "engine": row.engine or None, "at": moment(row.at)}


def earlier_records(exhibits: Sequence[Exhibit]) -> dict[str, list[Capture]]:
    """Return by exhibit every capture record but the newest, the newest first; only what has more than one."""
    rows = capturing.rows([item for each in exhibits if (item := each.post or each.file)]).order_by("-number")
    refs = {(each.post_id, each.file_id): each.reference for each in exhibits}
    found: dict[str, list[Capture]] = {}
    for row in rows:
        found.setdefault(refs[row.post_id, row.file_id], []).append(capturing.read(row))
    return {ref: held[1:] for ref, held in found.items() if len(held) > 1}


def _utc(text: str) -> str | None:
    return moment(datetime.fromisoformat(text)) if text else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
