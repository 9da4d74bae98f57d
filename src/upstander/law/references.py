"""Find names in one room of the law that another room does not hold: the rooms of procedure and of places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from upstander.law import children, disposition, outcomes, places, recording, retention, triage
from upstander.law.access import Role
from upstander.law.clocks import all_clocks, victims
from upstander.law.dated import Dated, in_force
from upstander.law.disposition import reviewing
from upstander.law.places import regions

EXTENTS = (
    "england_wales", "england_wales_northern_ireland", "great_britain", "united_kingdom", "scotland",
    "northern_ireland", "jersey", "guernsey", "isle_of_man", "united_states",
)  # fmt: skip


def faults() -> list[str]:
    """Every name that leads nowhere in the rooms that this file knows, in plain sentences."""
    return [
        *_of_regions(regions.all_memberships(), places.all_forces()),
        *_of_recording(),
        *_of_victims(),
        *_of_reviews(),
        *_of_single_names(),
    ]


def of_extents(name: str, entries: Iterable[Dated]) -> list[str]:
    """Entries that say to hold in a place nobody knows."""
    return [f"{name} {each.key}: {each.extent} is no extent" for each in entries if each.extent not in EXTENTS]


def _of_regions(memberships: Iterable[regions.Membership], forces: Iterable[places.Force]) -> Iterator[str]:
    """A force of England and Wales without a region on some day, a member that is no force, a name that differs."""
    memberships, forces = list(memberships), list(forces)
    held = {each.id for each in regions.all_regions()}
    yield from (f"regions: no region {each.region}" for each in memberships if each.region not in held)
    for each in regions.all_regions():
        if each.successor is not None and each.successor not in held:
            yield f"regions {each.id}: the successor {each.successor} does not exist"
    days = {each.valid_from for each in memberships}
    for entry in (*memberships, *forces):
        days |= {day for day in (entry.valid_from, _day_after(entry)) if day is not None and day >= min(days)}
    for day in sorted(days):
        here = {each.code: each for each in in_force(forces, day)}
        belongs = {each.force: each for each in in_force(memberships, day)}
        for code, force in here.items():
            if force.kind == "territorial" and force.extent == "england_wales":
                if code not in belongs:
                    yield f"regions: {force.slug} belongs to none on {day}"
                elif (region := regions.region_of(code, day)) and region.name != force.region:
                    yield f"regions: {force.slug} is in {region.name} but says {force.region}"
        yield from (f"regions: {code} is no force on {day}" for code in belongs if code not in here)


def _day_after(entry: Dated) -> date | None:
    return None if entry.valid_to is None else entry.valid_to + timedelta(days=1)


def _of_recording() -> Iterator[str]:
    parts = {each.id for each in recording.all_parts()}
    clocks = {each.id for each in all_clocks()}
    signed = {each.id for each in recording.all_rules()}
    for rule in recording.all_asked():
        if rule.part not in parts:
            yield f"rules of recording {rule.id}: no part {rule.part}"
        if rule.clock is not None and rule.clock not in clocks:
            yield f"rules of recording {rule.id}: no clock {rule.clock}"
        if rule.sign_off is not None and rule.sign_off not in signed:
            yield f"rules of recording {rule.id}: no sign-off {rule.sign_off}"
    roles = set(Role)
    for sign_off in recording.all_rules():
        yield from (f"sign-off {sign_off.id}: no role {role}" for role in sign_off.roles if role not in roles)
    shares = recording.all_shares()
    for share in shares:
        for moment in (share.starts, share.ends):
            if moment not in recording.MOMENTS:
                yield f"shares {share.id}: no moment {moment}"
    for one, next_one in pairwise(shares):
        if one.ends != next_one.starts:
            yield f"shares {next_one.id}: does not begin where {one.id} ends"


def _of_victims() -> Iterator[str]:
    clocks = {each.id for each in all_clocks()}
    for each in victims.all_entitlements():
        for name in (each.standard, each.enhanced):
            if name is not None and name not in clocks:
                yield f"rights of victims {each.id}: no clock {name}"
    for day in sorted({each.valid_from for each in victims.all_levels()}):
        if [each.default for each in in_force(victims.all_levels(), day)].count(True) != 1:
            yield f"levels of victims' rights: one must be the default on {day}"


def _of_reviews() -> Iterator[str]:
    policies = {each.id for each in disposition.all_policies()}
    reviews = reviewing.all_reviews()
    for review in reviews:
        yield from (f"reviews {review.id}: no policy {id}" for id in review.policies if id not in policies)
        if review.signs not in set(Role):
            yield f"reviews {review.id}: no role {review.signs}"
        if review.within_months <= 0:
            yield f"reviews {review.id}: it must be given time"
    for policy in disposition.all_policies():
        if policy.review_existing and not in_force(reviews, policy.valid_from):
            yield f"dispositions {policy.id}: asks for a review of old records, and none begins with it"


def _of_single_names() -> Iterator[str]:
    codes = {each.code for each in outcomes.all_outcomes()}
    for rule in children.all_rules():
        if rule.outcome is not None and rule.outcome not in codes:
            yield f"rules of age {rule.id}: no outcome {rule.outcome}"
    questions = {each.id for each in triage.all_questions()}
    for answer in children.all_answers():
        if answer.question not in questions:
            yield f"answers that may mean a child {answer.id}: no question {answer.question}"
    groups = {each.id for each in retention.all_groups()}
    for record in retention.all_records():
        if record.group not in groups:
            yield f"kinds of records {record.id}: no group {record.group}"
    for group in retention.all_groups():
        if not (group.review_years or group.clear_years or group.until_age or group.note):
            yield f"groups of records {group.id}: neither a period nor a note that says why not"
