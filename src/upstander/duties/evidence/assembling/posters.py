"""Say which accounts the reports name, under which names they went, and what was done to find out who uses them."""

from collections.abc import Mapping, Sequence
from typing import Any

from upstander.duties.allocation.queries import fact_sheets
from upstander.duties.evidence.assembling.moments import moment
from upstander.duties.evidence.assembling.placing import named, shown
from upstander.engines.matching.posts import platform_name
from upstander.record.cases.models import Case, Report, ReportedPost
from upstander.record.people.actors import Actor


def accounts(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """Return the accounts that the reports name, each once, with its names as they were reported. None is attributed.

    What bears one number of the platform is one account under whatever handles; without a number the handle tells.
    """
    posts = list(
        ReportedPost.objects.filter(report__in=reports).exclude(handle="", account_number="", display_name="")
        .select_related("by", "report").order_by("report__received_at", "pk")
    )  # fmt: skip
    numbers = {_handle(post): post.account_number for post in posts if post.account_number and _handle(post)[1]}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for post in posts:
        number = post.account_number or numbers.get(_handle(post), "")
        key = (post.platform, f"number {number}" if number else _handle(post)[1] or post.display_name)
        account = found.setdefault(key, {
            "platform": platform_name(post.platform) if post.platform else "not known",
            "handle": None, "account_id": number or None, "attribution": None, "grounds": None, "history": [],
        })  # fmt: skip
        account["handle"] = post.handle or account["handle"]
        seen = {
            "handle": post.handle or None,
            "display_name": post.display_name or None,
            "report": post.report.reference,
        }
        if seen not in [{key: each[key] for key in seen} for each in account["history"]]:
            account["history"].append({"reported_at": moment(post.report.received_at), **seen})
    return list(found.values())


def _handle(post: ReportedPost) -> tuple[str, str]:
    return post.platform, post.by.value if post.by else post.handle


def enquiries(case: Case, reports: Sequence[Report], viewer: Actor) -> list[dict[str, Any]]:
    """Return the steps to identify somebody as the hub holds them: what officers found, and set down of places."""
    steps = [
        {
            "at": moment(report.received_at),
            "what": report.found_how,
            "authority": report.authority or None,
            "result": f"Entered as report {report.reference}",
        }
        for report in reports
        if report.channel == Report.Channel.OFFICER and report.found_how.strip()
    ]
    before: Mapping[str, Any] = {}
    for sheet in fact_sheets(viewer, case):
        fresh = {key: value for key, value in sheet.facts.items() if before.get(key) != value}
        before = sheet.facts
        said = "; ".join(f"{named(key)}: {shown(value)}" for key, value in fresh.items() if shown(value))
        if said:
            result = f"Set down by {sheet.by.name}"
            steps.append({"at": moment(sheet.at), "what": said, "authority": None, "result": result})
    return sorted(steps, key=lambda step: str(step["at"]))
