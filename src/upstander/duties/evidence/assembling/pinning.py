"""Pin what a case is when its package is asked for: the package comes from this, the vault and the journal alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from upstander.duties.assessment.limits import newest_facts
from upstander.duties.evidence.assembling.build_info import software
from upstander.duties.evidence.assembling.changes import changes
from upstander.duties.evidence.assembling.judgement import judgement
from upstander.duties.evidence.assembling.kept_apart import apart, left_out, ordered_out
from upstander.duties.evidence.assembling.moments import day, moment
from upstander.duties.evidence.assembling.placing import placing
from upstander.duties.evidence.assembling.posters import accounts, enquiries
from upstander.duties.evidence.assembling.records import Source, records
from upstander.duties.evidence.assembling.reports import (
    not_to_be_contacted,
    report_copy,
    risks,
    strand_names,
    victims,
)
from upstander.duties.evidence.assembling.schedules import Row, unused_material
from upstander.duties.evidence.documents.statements import undrafted
from upstander.duties.evidence.models import Exhibit, Package
from upstander.duties.evidence.reporters import search_for
from upstander.engines.disclosure.identity import Search
from upstander.record.cases.models import Case, Report
from upstander.record.people.actors import Actor
from upstander.record.people.models import HubProfile

MOST_NAMED = 8
"""Accounts named in the summary; all stand in their own table."""
MARKING = "OFFICIAL-SENSITIVE"
CONDITIONS = [
    "For the force that it is addressed to, for the purpose of investigating this case.",
    "Do not pass exhibits on by unprotected e-mail, and do not open reported addresses from a police network.",
    "Who reported this is not in the package. Ask the hub, naming the report, and say why it is needed.",
    "Keep to the contact rules of each victim; they are about safety.",
]
WARNING = (
    "This package quotes hostile material exactly as it was received{aimed}. Read the words first; look at pictures "
    "only when you need to."
)
LIMITS = [
    "The hub has not opened the reported addresses. That a post was there rests on those who reported it.",
    "When and with what a screenshot was taken is not known unless it is said; remarks inside files were not examined.",
    "What people said in their reports is in their own words and is not a statement of evidence.",
    "Who looked at the case is in the hub's journal and not in this extract.",
    "No declaration is made under the Forensic Science Regulator's code of practice.",
]
ABSENT = [
    {"what": "case.jsonld (CASE/UCO)", "why": "this version makes case.json only"},
    {"what": "Results of removal requests", "why": "this version sends none; the schedule has its header only"},
    {"what": "Names and contact details of those who reported", "why": "the hub keeps them; ask it if they are needed"},
]


NOT_DRAFTED = "somebody else spoke for them, or they agreed to no contact: nobody may put words into their mouth"


@dataclass(frozen=True)
class Pinned:
    """A case as it was: the copy for case.json (custody, previews and software still open), files, schedule, risks."""

    case: dict[str, Any]
    sources: tuple[Source, ...]
    unused: tuple[Row, ...]
    risks: tuple[str, ...]

    def dump(self) -> str:
        """Return it as text for the package's row."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> "Pinned":
        """Return what `dump` wrote."""
        held = json.loads(text)
        sources = tuple(Source(**each) for each in held["sources"])
        return cls(held["case"], sources, tuple(tuple(row) for row in held["unused"]), tuple(held["risks"]))


def pin(package: Package, exhibits: Sequence[Exhibit], reports: Sequence[Report], actor: Actor, at: datetime) -> Pinned:
    """Return what the case is at `at`, seen by `actor`. Its custody events are added once the asking is journalled."""
    case = package.case
    hub = HubProfile.objects.select_related("organisation").get().organisation
    search, (refs, parts) = search_for(reports), ordered_out(case)
    exhibit_copies, sources = left_out(*records(exhibits), refs)
    copy: dict[str, Any] = {
        "format": "upstander-case/1",
        "reference": case.reference,
        "version": package.version,
        "supersedes": None,
        "made_at": moment(at),
        "hub": {"name": hub.name, "telephone": None, "email": hub.email or None},
        "handling": {"marking": MARKING, "conditions": CONDITIONS, "content_warning": _warning(case)},
        **judgement(case, exhibits, reports),
        **placing(case, actor, timezone.localdate(at)),
        "strands": [strand_names([id]) for id in case.strands],
        "reports": [report_copy(report) for report in reports],
        "victims": victims(reports, held.facts if (held := newest_facts(case)) else None),
        "accounts": accounts(reports),
        "enquiries": enquiries(case, reports, actor),
        "exhibits": exhibit_copies,
        "custody": {"origin": "", "size": 0, "root": "", "events": []},
        "limits": LIMITS,
        "unknowns": [],
        "absent": list(ABSENT),
        "software": software(),
    }
    copy["summary"] = _summary(copy, reports)
    copy["unknowns"] = _unknowns(copy)
    copy["absent"] += [{"what": f"Draft statement of {label}", "why": NOT_DRAFTED} for label in undrafted(copy)]
    copy = apart(copy, search, parts=parts)
    copy["supersedes"] = _supersedes(package, copy)
    return Pinned(
        copy,
        tuple(sources),
        tuple(_apart(row, search) for row in unused_material(case, reports, actor, refs)),
        tuple(search.without(said) for said in (*risks(reports), *not_to_be_contacted(reports))),
    )


def _apart(row: Row, search: Search) -> Row:
    what, reference, day, where, remark = row
    return search.without(what), reference, day, where, search.without(remark)


def _warning(case: Case) -> str:
    aimed = f", aimed at: {strand_names(case.strands).lower()}" if case.strands else ""
    return WARNING.format(aimed=aimed)


def _summary(copy: Mapping[str, Any], reports: Sequence[Report]) -> list[str]:
    first, last = day(reports[0].received_at), day(reports[-1].received_at)
    when = f"on {first}" if first == last else f"between {first} and {last}"
    posts = sum(1 for each in copy["exhibits"] if each["kind"] == "reported post")
    files = len(copy["exhibits"]) - posts
    what = f"{_count(len(reports), 'report').capitalize()} came to the hub {when}, with "
    what += f"{_count(posts, 'post')} told of and {_count(files, 'file')}."
    accounts = [f"{each['handle']} on {each['platform']}" for each in copy["accounts"]]
    who = f" Posted, as told, by {_list(accounts)}." if accounts else ""
    return [what + who, copy["decision"]["sentence"], *risks(reports)]


def _list(texts: Sequence[str]) -> str:
    shown = texts[:MOST_NAMED]
    return ", ".join(shown) + (f" and {len(texts) - len(shown)} more" if len(texts) > len(shown) else "")


def _count(number: int, what: str) -> str:
    return f"{'one' if number == 1 else 'no' if number == 0 else number} {what}{'' if number == 1 else 's'}"


def _unknowns(copy: Mapping[str, Any]) -> list[str]:
    unknown = ["Who uses the accounts that posted this."] if copy["accounts"] else ["Which accounts posted this."]
    unknown += ["When each post was published, how many people saw it, and whether it is still there."]
    unknown += [f"Whether {each['label']} agrees to be contacted by a force." for each in copy["victims"]]
    unknown += [f"Whether a personal statement was offered to {each['label']}." for each in copy["victims"]]
    if not copy["victims"]:
        unknown.append("Who the victims are, and what they need.")
    if copy["decision"]["conduct_on"] is None:
        unknown.append("The day of the conduct, on which the law that applies and any time limit depend.")
    return unknown


def _supersedes(package: Package, copy: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the version before this one that was sealed, and what changed since; None for the first."""
    earlier = Package.objects.filter(case=package.case, version__lt=package.version).order_by("-version")
    sealed = earlier.filter(state=Package.State.READY).first()
    if sealed is None:
        return None
    failed = [each.version for each in earlier if each.version > sealed.version]
    gaps = [f"Version {number} could not be built and never left the hub." for number in sorted(failed)]
    return {
        "version": sealed.version,
        "tagmanifest_sha256": sealed.manifest_sha256,
        "what_changed": [*changes(Pinned.load(sealed.pinned).case, copy), *gaps],
    }
