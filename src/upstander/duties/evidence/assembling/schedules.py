"""Make the schedules of a package: unused material, removal requests, and what handling it asks of people."""

import csv
import io
import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from upstander.duties.allocation.queries import fact_sheets, offers_of
from upstander.duties.assessment.queries import decisions
from upstander.duties.bundling.queries import suggestions
from upstander.duties.enquiries.queries import lines
from upstander.duties.evidence.assembling.moments import moment
from upstander.duties.evidence.assembling.reports import CHANNELS
from upstander.duties.evidence.documents.glyphs import printable
from upstander.duties.intake.rows import neutral
from upstander.record.cases.models import Addition, Case, Report
from upstander.record.people.actors import Actor

UNUSED_HEADER = ("Item", "Description", "Reference", "Date", "Where it is", "Remarks")
"""After form MG6C: numbered, and described so that a prosecutor can judge each item without seeing it."""
REMOVAL_HEADER = ("Item", "Exhibit", "Platform", "Address", "Asked on", "Legal basis", "Answer", "Answered on")
WITH_THE_HUB = "With the hub"
IN_THE_COPY = "What it says is in case.json; the whole is with the hub"
APART = "Name and contact details of the reporter are kept apart by the hub and are not scheduled here."
SENSITIVE = (
    "Sensitive material, if there is any, is scheduled apart (after form MG6D) by the hub's disclosure officer",
    "Nothing of it is described here. This line stands in every package and says nothing of this case: ask the hub.",
)
"""The same in every package, so that neither words nor a number tell what there is."""
ALWAYS = (
    ("Earlier versions of this package, if there are any", "case.json names the one that this replaces."),
    ("Notes, tasks and reviews of officers", "Working papers; opinions in them are marked as such."),
    ("Records of who looked at the identity of those who reported, and why", "They name officers and no reporter."),
    ("Letters to the people who reported", "They hold no report content."),
    ("The hub's journal of this case in full", "data/custody holds what was done; who looked at it is with the hub."),
)
WIDTH = 100

Row = tuple[str, str, str, str, str]


def unused_material(case: Case, reports: Sequence[Report], viewer: Actor, left_out: Collection[str] = ()) -> list[Row]:
    """Return what is relevant and not relied on, as rows below UNUSED_HEADER without their numbers.

    `left_out` are exhibits that were answered so. Intelligence is never a part of it.
    """
    rows: list[Row] = []
    for report in reports:
        how = CHANNELS[Report.Channel(report.channel)]
        rows.append((f"Report as received ({how})", report.reference, moment(report.received_at), IN_THE_COPY, APART))
        for addition in Addition.objects.filter(report=report).order_by("received_at", "pk"):
            said = "Information that the reporter added later"
            rows.append((said, report.reference, moment(addition.received_at), IN_THE_COPY, APART))
    for decision in decisions(viewer, case)[1:]:
        said = f"Earlier threshold decision: {decision.finding} ({decision.state})"
        rows.append((said, case.reference, moment(decision.decided_at), WITH_THE_HUB, ""))
    for line in lines(viewer, case)[1:]:
        said = f"Earlier record of the line of enquiry: {'positive' if line.positive else 'none'}"
        rows.append((said, case.reference, moment(line.at), WITH_THE_HUB, ""))
    for offer in (each.offer for each in offers_of(viewer, case)):
        said = f"Offer to {offer.force.name} ({offer.capacity}): {offer.state}"
        rows.append((said, case.reference, moment(offer.offered_at), WITH_THE_HUB, ""))
    if count := len(suggestions(viewer, case)):
        said = f"Machine suggestions of other reports that share something with this case ({count})"
        rows.append((said, case.reference, "", WITH_THE_HUB, "May name other people's reports: review first."))
    for sheet in fact_sheets(viewer, case)[:-1]:
        rows.append(("Earlier record of places", case.reference, moment(sheet.at), WITH_THE_HUB, ""))
    for ref in sorted(left_out):
        rows.append((f"Content of {ref}, left out of the package", ref, "", WITH_THE_HUB, "Its number stays."))
    for said, remark in (*ALWAYS, SENSITIVE):
        rows.append((said, case.reference, "", WITH_THE_HUB, remark))
    return rows


def unused_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return schedules/unused-material.csv."""
    return _csv(UNUSED_HEADER, [(str(number), *row) for number, row in enumerate(rows, 1)])


def removal_csv() -> bytes:
    """Return schedules/removal-requests.csv: the header alone, until requests to platforms are a part of the hub."""
    return _csv(REMOVAL_HEADER, [])


def volumes_csv(lines: Iterable[tuple[str, int, str]]) -> bytes:
    """Return schedules/report-volumes.csv: each exhibit, the number of the volume that shows it, and its file."""
    return _csv(("Exhibit", "Volume", "File"), [(ref, str(number), file) for ref, number, file in lines])


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV that a spreadsheet opens as text: no cell is a formula, nothing unseen turns the reading direction."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([neutral(printable(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def risk_text(case: Mapping[str, Any], risks: Sequence[str]) -> bytes:
    """Return schedules/risk-and-special-handling.txt: UTF-8, CRLF line ends."""
    people = [
        f"{each['label']}: {'; '.join(each['contact_rules'])}. Through {each['contact_through']}."
        for each in case["victims"]
    ]
    withheld = [f"{each['ref']}: {each['withheld']}" for each in case["exhibits"] if each["withheld"]]
    parts = [
        case["handling"]["marking"],
        f"RISK AND SPECIAL HANDLING\n{case['reference']}, version {case['version']}, made at {case['made_at']}",
        "RISK\n" + _bullets(risks, "Nobody told the hub of a danger. The hub has not assessed the risk to anyone."),
        "WHOM NOT TO SURPRISE\n" + _bullets(people, "No victim is known by label."),
        f"CONTENT\n{textwrap.fill(printable(case['handling']['content_warning'] or 'No warning.'), WIDTH)}",
        "HANDLING\n" + _bullets(case["handling"]["conditions"], "No conditions beyond the marking."),
        "WITHHELD\n" + _bullets(withheld, "Nothing is withheld from this package."),
        case["handling"]["marking"],
    ]
    return ("\n\n".join(parts) + "\n").replace("\n", "\r\n").encode()


def _bullets(texts: Sequence[str], otherwise: str) -> str:
    lines = [printable(text) for text in texts or [otherwise]]
    return "\n".join(textwrap.fill(line, WIDTH, initial_indent="- ", subsequent_indent="  ") for line in lines)
