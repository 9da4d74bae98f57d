"""Make the capture record of each exhibit: what is known of it, and null for what nobody said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upstander.duties.evidence.assembling import captured
from upstander.duties.evidence.assembling.moments import moment
from upstander.duties.evidence.assembling.reports import SUBSTITUTED, translation_copy
from upstander.duties.evidence.exhibits import kind_of
from upstander.duties.evidence.models import Exhibit
from upstander.engines.captures.reading import Reading
from upstander.engines.sealing.names import safe_name
from upstander.record.cases import capturing
from upstander.record.cases.capturing import Capture
from upstander.record.cases.models import Report, ReportedFile, Scan, Translation
from upstander.record.vault import captures

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
SEEN_BY_ONE = ("text/plain", "text/csv", "application/json", "application/warc")
"""Media types of which the second detector knows nothing."""
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
    beside = _beside(exhibits)
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
        made.append(_record(exhibit, source, beside, notes))
    return made, sources


@dataclass(frozen=True)
class _Beside:
    """What is known of the exhibits beside what their reports say, read for all of them at once."""

    captures: Mapping[capturing.Item, Capture]
    earlier: Mapping[str, list[Capture]]
    refs: Mapping[int, str]
    translations: Mapping[int, list[Translation]]
    contents: Mapping[int, Reading]
    scans: Mapping[int, Scan]


def _beside(exhibits: Sequence[Exhibit]) -> _Beside:
    items = [item for each in exhibits if (item := each.post or each.file)]
    files = [each.file for each in exhibits if each.file and not each.file.withheld]
    for each in exhibits:  # the report was read with the exhibit: it is not read again for each of its items
        if item := each.post or each.file:
            item.report = each.report
    translations: dict[int, list[Translation]] = {}
    for row in Translation.objects.filter(post__in=[each.post_id for each in exhibits]).select_related("post"):
        translations.setdefault(row.post_id or 0, []).append(row)
    return _Beside(
        capturing.captures(items),
        captured.earlier_records(exhibits),
        {each.post_id: each.reference for each in exhibits if each.post_id},
        translations,
        captures.all_found_in(file.file for file in files),
        {row.file_id: row for row in Scan.objects.filter(file__in=files).order_by("at", "pk")},
    )


def _source(exhibit: Exhibit) -> Source | None:
    if exhibit.file is None or exhibit.file.withheld:
        return None
    held = exhibit.file.file
    path = f"exhibits/{exhibit.reference}/original/{safe_name(exhibit.file.name_given)}"
    return Source(exhibit.reference, path, held.place, held.sha256, held.sha512, held.size, exhibit.file.media_type)


def _record(exhibit: Exhibit, source: Source | None, beside: _Beside, notes: list[str]) -> dict[str, Any]:
    report, post, file = exhibit.report, exhibit.post, exhibit.file
    item = post or file
    capture = beside.captures[item] if item else Capture()
    came_later = (post and post.addition) or (file and file.addition)
    shut = file is not None and bool(file.withheld)
    return {
        "ref": exhibit.reference,
        "report": report.reference,
        "title": exhibit.description,
        "description": capture["description"] or None,
        "kind": "reported post" if post else kind_of(file.media_type if file else ""),
        "relied_on": True,
        "withheld": _why_withheld(file) if file and shut else None,
        "text": (post.text or None) if post else None,
        "language": capture["language"] or None,
        "translations": [translation_copy(row, report) for row in beside.translations.get(exhibit.post_id or 0, [])],
        "files": [_file_copy(file, source)] if file and source else [],
        "contents": captured.contents(beside.contents.get(file.file_id)) if file and not shut else None,
        "scan": captured.scanned(beside.scans.get(file.pk)) if file else None,
        "preview": None,
        "origin": captured.origin(capture),
        "posted": captured.posted(capture),
        "captured": captured.captured(capture),
        "thread": captured.thread(capture, beside.refs),
        "received": {
            "at": moment(came_later.received_at if came_later else report.received_at),
            "by": OURSELVES,
            "method": captured.method(capture, report, later=bool(came_later)),
        },
        "condition": captured.condition(capture, _custodians(report), notes),
        "record": captured.record_of(capture, beside.earlier.get(exhibit.reference, [])),
    }


def _why_withheld(file: ReportedFile) -> str:
    """Say that a file is kept shut; of suspected material its hash goes along, by which specialists know it."""
    said = WITHHELD[file.withheld]
    return said if file.withheld == ReportedFile.Withheld.SOURCE else f"{said} SHA-256: {file.file.sha256}"


def _file_copy(file: ReportedFile, source: Source) -> dict[str, Any]:
    known = file.media_type if file.media_type != "unknown" else None
    return {
        "path": source.path,
        "received_name": file.name_given or None,
        "sha256": source.sha256,
        "sha512": source.sha512,
        "bytes": source.size,
        "media_type": known,
        # Intake names a type only where both detectors agree; of some files in letters the second knows nothing.
        "media_type_second": None if known in SEEN_BY_ONE else known,
    }


def _and(refs: Sequence[str]) -> str:
    return f"the posts {', '.join(refs[:-1])} and {refs[-1]}" if len(refs) > 1 else f"the post {refs[0]}"


def _custodians(report: Report) -> list[str]:
    people = [WITH_THE_REPORTER[Report.Told(report.told_as)]] if report.told_as in WITH_THE_REPORTER else []
    return people + ([report.sender.name] if report.sender else [])
