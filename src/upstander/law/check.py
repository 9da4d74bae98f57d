"""Find what is wrong in the law's own files: gaps, overlaps, missing sources, names that point nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import pairwise

from upstander.law import (
    children,
    clocks,
    disposition,
    expression,
    lexicon,
    limits,
    local_officers,
    offences,
    outcomes,
    oversight,
    places,
    platforms,
    public_interest,
    recording,
    references,
    retention,
    specialists,
    strands,
    support,
    triage,
    what_next,
)
from upstander.law.advice import wording
from upstander.law.clocks import contact, victims
from upstander.law.clocks.calendar import holidays, horizon
from upstander.law.dated import BadLaw, Dated
from upstander.law.disposition import reviewing
from upstander.law.facts import features
from upstander.law.places import regions
from upstander.law.places.lookup import table_codes
from upstander.law.responsible_force.propose import HOLDERS, PER_VICTIM
from upstander.law.responsible_force.reading import SOURCES, TERMS
from upstander.law.responsible_force.table import (
    Flag,
    Modifier,
    Notice,
    Option,
    Rule,
    all_flags,
    all_modifiers,
    all_notices,
    all_rules,
)

Loader = Callable[[], tuple[Dated, ...]]

ROOMS: dict[str, Loader] = {
    "places": places.all_forces,
    "regions": regions.all_regions,
    "members of regions": regions.all_memberships,
    "clocks": clocks.all_clocks,
    "contact hours": contact.all_hours,
    "levels of victims' rights": victims.all_levels,
    "rights of victims": victims.all_entitlements,
    "offences": offences.all_offences,
    "questions of fact": features.all_features,
    "means": features.all_means,
    "audiences": features.all_audiences,
    "contradictions": features.all_contradictions,
    "sentences of advice": wording.all_sentences,
    "hand-overs": wording.all_hand_overs,
    "what advice points to": wording.all_points,
    "grounds of aggravation": offences.all_grounds,
    "strands": strands.all_strands,
    "words": lexicon.all_words,
    "faiths": strands.all_faiths,
    "rules on strands": strands.all_rules,
    "rules of age": children.all_rules,
    "answers that may mean a child": children.all_answers,
    "warnings of time limits": limits.all_warnings,
    "who consents": limits.all_givers,
    "consents needed in some cases": limits.all_conditions,
    "parts of the recording rules": recording.all_parts,
    "rules of recording": recording.all_asked,
    "shares of the recording clock": recording.all_shares,
    "flags on a crime": recording.all_flags,
    "sign-off": recording.all_rules,
    "dispositions": disposition.all_policies,
    "closing reasons": disposition.all_reasons,
    "reviews of old records": reviewing.all_reviews,
    "stages of a prosecution": public_interest.all_stages,
    "factors of the public interest": public_interest.all_factors,
    "categories of posts": public_interest.all_categories,
    "expression": expression.all_factors,
    "outcomes": outcomes.all_outcomes,
    "groups of records": retention.all_groups,
    "kinds of records": retention.all_records,
    "what stops erasure": retention.all_holds,
    "questions of a review": retention.all_questions,
    "decisions of a review": retention.all_decisions,
    "platforms": platforms.all_platforms,
    "advice to local officers": local_officers.all_sentences,
    "support": support.all_services,
    "specialist bodies": specialists.all_bodies,
    "steps with withheld material": specialists.all_steps,
    "triage questions": triage.all_questions,
    "triage rules": triage.all_rules,
    "hub hours": oversight.all_hours,
    "acts of two people": oversight.all_acts,
    "what is kept for a time": oversight.all_kept,
    "campaigns": oversight.all_campaigns,
    "questions of an audit": oversight.all_questions,
    "steps to missing facts": what_next.all_fact_steps,
    "steps to missing elements": what_next.all_element_steps,
    "force rules": all_rules,
    "force modifiers": all_modifiers,
    "force notices": all_notices,
    "force flags": all_flags,
}


def problems(rooms: Mapping[str, Loader] | None = None) -> list[str]:
    """Everything wrong in the files of the law, in plain sentences; empty when nothing is.

    With `rooms`, only the dates and sources of those are looked at; the references between rooms are left out.
    """
    found: list[str] = []
    for name, load in (rooms or ROOMS).items():
        try:
            entries = load()
        except BadLaw as error:
            found += [f"{name}: {line}" for line in str(error).splitlines()]
        else:
            found += of_versions(name, entries) + references.of_extents(name, entries)
    if rooms is None and not found:
        found += references.faults()
        found += _of_forces(places.all_forces()) + _of_offences() + _of_clocks() + _of_lists() + _of_rule_table()
    return found


def unchecked() -> dict[str, tuple[int, int]]:
    """How many entries of each room nobody has checked against the official text yet, and how many there are in all.

    Raises BadLaw where a file cannot be read: ask `problems` first.
    """
    return {name: (sum(entry.checked == "verify" for entry in load()), len(load())) for name, load in ROOMS.items()}


def of_versions(name: str, entries: Iterable[Dated]) -> list[str]:
    """Overlaps and gaps between versions of the same entry, sources left empty, dates in the wrong order."""
    found: list[str] = []
    versions: dict[str, list[Dated]] = defaultdict(list)
    for entry in entries:
        versions[entry.key].append(entry)
        if not entry.source.strip():
            found.append(f"{name} {entry.key}: no source")
        if entry.valid_to is not None and entry.valid_to < entry.valid_from:
            found.append(f"{name} {entry.key}: ends before it begins")
    for key, held in versions.items():
        held.sort(key=lambda entry: entry.valid_from)
        for earlier, later in pairwise(held):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                found.append(f"{name} {key}: two versions hold on {later.valid_from}")
            elif earlier.valid_to + timedelta(days=1) != later.valid_from:
                found.append(f"{name} {key}: no version holds from {earlier.valid_to + timedelta(days=1)}")
    return found


def _of_forces(entries: Iterable[places.Force]) -> list[str]:
    """Successors that do not exist or have not begun, slugs used twice, codes of the place tables without a force."""
    found = []
    held = list(entries)
    by_code = {entry.code: entry for entry in held}
    slugs: dict[str, str] = {}
    for entry in held:
        if slugs.setdefault(entry.slug, entry.code) != entry.code:
            found.append(f"places {entry.code}: the slug {entry.slug} is another force's")
        if entry.successor is None:
            continue
        after = by_code.get(entry.successor)
        if after is None:
            found.append(f"places {entry.code}: the successor {entry.successor} does not exist")
        elif entry.valid_to is None or not after.holds_on(entry.valid_to + timedelta(days=1)):
            found.append(f"places {entry.code}: the successor {entry.successor} does not take over the day after")
    found += [f"places: the tables name {code}, which is no force" for code in table_codes() if code not in by_code]
    return found


def _of_offences() -> list[str]:
    found = []
    ids = {entry.id for entry in offences.all_offences()}
    for entry in offences.all_offences():
        if entry.mode not in offences.MODES:
            found.append(f"offences {entry.id}: the mode {entry.mode} is not one of {', '.join(offences.MODES)}")
        if entry.aggravation not in ("none", "sentencing", "form", "built_in"):
            found.append(f"offences {entry.id}: unknown aggravation {entry.aggravation}")
        if (entry.aggravation == "form") != (entry.aggravated_as is not None):
            found.append(f"offences {entry.id}: an aggravated form must be named, and only then")
        if entry.aggravated_as is not None and entry.aggravated_as not in ids:
            found.append(f"offences {entry.id}: the aggravated form {entry.aggravated_as} does not exist")
    known = {strand.id for strand in strands.all_strands()}
    found += [f"faiths {each.id}: no strand {each.strand}" for each in strands.all_faiths() if each.strand not in known]
    found += [
        f"grounds {each.id}: no strand {each.strand}" for each in offences.all_grounds() if each.strand not in known
    ]
    return found


def _of_clocks() -> list[str]:
    found = []
    for entry in clocks.all_clocks():
        if entry.unit not in clocks.UNITS:
            found.append(f"clocks {entry.id}: unknown unit {entry.unit}")
        by_unit = {"working_days": tuple(clocks.CALENDARS), "hub_hours": ("hub",)}
        wanted = by_unit.get(entry.unit, ("elapsed",))
        if entry.statutory and wanted != ("elapsed",) and entry.calendar == "hub":
            found.append(f"clocks {entry.id}: what the law sets does not wait for the hub's hours")
        if entry.calendar not in wanted:
            found.append(f"clocks {entry.id}: {entry.calendar} is no calendar for {entry.unit}")
        if entry.length is not None and entry.length <= 0:
            found.append(f"clocks {entry.id}: the length must be above zero")
    first, last = horizon()
    for calendar in clocks.CALENDARS:
        years = {day.year for day in holidays(calendar)}
        missing = set(range(first.year, last.year + 1)) - years
        found += [f"clocks: the calendar {calendar} has no bank holiday in {year}" for year in sorted(missing)]
    return found


def _of_lists() -> list[str]:
    """Names in one list that another does not hold."""
    strand_ids = {each.id for each in strands.all_strands()}
    codes = {each.code for each in outcomes.all_outcomes()}
    forces = {each.code for each in places.all_forces()}
    asked = {each.id for each in triage.all_questions()}
    found = [
        f"support {each.id}: no strand {strand}"
        for each in support.all_services()
        for strand in each.strands
        if strand not in strand_ids
    ]
    found += [
        f"closing reasons {each.key}: no outcome {each.outcome}"
        for each in disposition.all_reasons()
        if each.outcome is not None and each.outcome not in codes
    ]
    found += [
        f"dispositions {each.id}: no force {each.force}"
        for each in disposition.all_policies()
        if each.force is not None and each.force not in forces
    ]
    found += [
        f"triage rules {rule.id}: no question {id}"
        for rule in triage.all_rules()
        for group in rule.all_of
        for id in group
        if id not in asked
    ]
    if triage.all_rules()[-1].all_of:
        found.append("triage rules: the last rule must always fire")
    hosts = [host for each in platforms.all_platforms() for host in each.hosts]
    found += [f"platforms: the host {host} is named twice" for host in sorted(set(hosts)) if hosts.count(host) > 1]
    return found


def _of_rule_table() -> list[str]:
    found = []
    worded: list[Rule | Modifier | Notice | Flag] = [*all_rules(), *all_modifiers(), *all_notices(), *all_flags()]
    for entry in worded:
        found += [f"force rules {entry.id}: unknown term {term}" for term in entry.when if term not in TERMS]
    rule_ids = {rule.id for rule in all_rules()}
    for rule in all_rules():
        for capacity in ("recording", "investigating", "victim_contact"):
            found += _of_options(rule.id, rule.options(capacity), rule_ids)
    for modifier in all_modifiers():
        found += _of_options(modifier.id, modifier.victim_contact, rule_ids)
    clock_ids = {each.id for each in clocks.all_clocks()}
    for notice in all_notices():
        if notice.source_of_force not in SOURCES:
            found.append(f"force notices {notice.id}: unknown source {notice.source_of_force}")
        if notice.clock is not None and notice.clock not in clock_ids:
            found.append(f"force notices {notice.id}: no clock {notice.clock}")
    limited: list[Notice | Flag] = [*all_notices(), *all_flags()]
    for named in limited:
        found += [f"force rules {named.id}: no rule {id}" for id in named.rules if id not in rule_ids]
    last = all_rules()[-1]
    if last.when != ("always",) or last.valid_to is not None:
        found.append("force rules: the last rule must always hold")
    return found


def _of_options(rule_id: str, options: tuple[Option, ...], rule_ids: set[str]) -> list[str]:
    found = []
    for option in options:
        if option.source not in SOURCES and option.source not in HOLDERS and option.source not in PER_VICTIM:
            found.append(f"force rules {rule_id}: unknown source {option.source}")
        if option.rule is not None and option.rule not in rule_ids:
            found.append(f"force rules {rule_id}: no rule {option.rule}")
        try:
            option.sentence.format(force="", place="", grade="")
        except (KeyError, IndexError, ValueError):
            found.append(f"force rules {rule_id}: a sentence names something other than force, place and grade")
    return found
