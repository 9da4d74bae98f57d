"""Make the capture record of each exhibit: what is known of it, and null for what nobody said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from upstander.duties.evidence.assembling.moments import moment
from upstander.duties.evidence.assembling.reports import CHANNELS, SUBSTITUTED, TOLD_AS
from upstander.duties.evidence.exhibits import kind_of
from upstander.duties.evidence.models import Exhibit
from upstander.engines.matching.posts import platform_name
from upstander.engines.sealing.names import safe_name
from upstander.record.cases.models import Report, ReportedFile, ReportedPost

OURSELVES = "the hub"
WITH_THE_REPORTER = {
    Report.Told.VICTIM: "The person who reported it (victim)",
    Report.Told.ON_BEHALF: "The person who reported it, on the victim's behalf",
    Report.Told.WITNESS: "The person who reported it (witness)",
}
NOT_OPENED = "The hub has not opened the address: this is what the reporter wrote down of it."
SAME_REPORT = "The same report names {}; whether this shows it, the reporter did not say."
WITHHELD: dict[str, str] = {
    ReportedFile.Withheld.ABUSE: "Withheld: suspected child abuse material. It is kept shut: ask the hub.",
    ReportedFile.Withheld.TERRORISM: "Withheld: suspected terrorist material. It is kept shut: ask the hub.",
    ReportedFile.Withheld.SOURCE: "Withheld: it would show where it came from. Ask the hub.",
}
"""What a package says in the place of a file that nobody may open."""
SAME_BYTES = "The same bytes as {}, sent by another report or twice."


@dataclass(frozen=True)
class Source:
    """Where the bytes of an exhibit's file lie in the vault, and what they must be."""

    ref: str
    path: str
    """In the package, below data/."""
    place: str
    sha256: str
    sha512: str
    size: int
    media_type: str


def records(exhibits: Sequence[Exhibit]) -> tuple[list[dict[str, Any]], list[Source]]:
    """Return the capture records of the exhibits in order, and the files that go with them."""
    made, sources = [], []
    first_of: dict[str, str] = {}
    posts_of: dict[int, list[str]] = {}
    for exhibit in exhibits:
        if exhibit.post:
            posts_of.setdefault(exhibit.report_id, []).append(exhibit.reference)
    for exhibit in exhibits:
        source = _source(exhibit)
        notes = [SUBSTITUTED] if exhibit.post and exhibit.report.substituted else []
        if exhibit.file and exhibit.report_id in posts_of:
            notes.append(SAME_REPORT.format(_and(posts_of[exhibit.report_id])))
        if exhibit.post and exhibit.post.link:
            notes.append(NOT_OPENED)
        if source:
            sources.append(source)
            if source.sha256 in first_of:
                notes.append(SAME_BYTES.format(first_of[source.sha256]))
            first_of.setdefault(source.sha256, exhibit.reference)
        made.append(_record(exhibit, source, " ".join(notes) or None))
    return made, sources


def _source(exhibit: Exhibit) -> Source | None:
    if exhibit.file is None or exhibit.file.withheld:
        return None
    held = exhibit.file.file
    path = f"exhibits/{exhibit.reference}/original/{safe_name(exhibit.file.name_given)}"
    return Source(exhibit.reference, path, held.place, held.sha256, held.sha512, held.size, exhibit.file.media_type)


def _record(exhibit: Exhibit, source: Source | None, notes: str | None) -> dict[str, Any]:
    report, post, file = exhibit.report, exhibit.post, exhibit.file
    came_later = (post and post.addition) or (file and file.addition)
    return {
        "ref": exhibit.reference,
        "title": exhibit.description,
        "description": None,
        "kind": "reported post" if post else kind_of(file.media_type if file else ""),
        "relied_on": True,
        "withheld": WITHHELD.get(file.withheld) if file else None,
        "text": (post.text or None) if post else None,
        "files": [_file_copy(file, source)] if file and source else [],
        "preview": None,
        "origin": _origin(post),
        "posted": {"displayed": None, "zone": None, "utc": None},
        "captured": {
            "at": None,
            "zone": None,
            "clock": None,
            "by": None,
            "capacity": TOLD_AS.get(Report.Told(report.told_as)),
            "tool": None,
            "authority": report.authority or None,
            "signed_in_as": None,
        },
        "received": {
            "at": moment(came_later.received_at if came_later else report.received_at),
            "by": OURSELVES,
            "method": CHANNELS[Report.Channel(report.channel)] + (", added later" if came_later else ""),
        },
        "condition": {
            "completeness": None,
            "redactions": [],
            "prior_custodians": _custodians(report),
            "warning": None,
            "notes": notes,
        },
    }


def _file_copy(file: ReportedFile, source: Source) -> dict[str, Any]:
    known = file.media_type if file.media_type != "unknown" else None
    return {
        "path": source.path,
        "received_name": file.name_given or None,
        "sha256": source.sha256,
        "sha512": source.sha512,
        "bytes": source.size,
        "media_type": known,
        # Intake names a type only where both detectors agree; of plain text the second knows nothing.
        "media_type_second": known if known != "text/plain" else None,
    }


def _origin(post: ReportedPost | None) -> dict[str, str | None]:
    return {
        "original_address": (post.link or None) if post else None,
        "final_address": None,
        "platform": platform_name(post.platform) if post and post.platform else None,
        "account_handle": (post.handle or None) if post else None,
        "account_id": None,
        "post_id": post.post.value if post and post.post else None,
    }


def _and(refs: Sequence[str]) -> str:
    return f"the posts {', '.join(refs[:-1])} and {refs[-1]}" if len(refs) > 1 else f"the post {refs[0]}"


def _custodians(report: Report) -> list[str]:
    people = [WITH_THE_REPORTER[Report.Told(report.told_as)]] if report.told_as in WITH_THE_REPORTER else []
    return people + ([report.sender.name] if report.sender else [])
