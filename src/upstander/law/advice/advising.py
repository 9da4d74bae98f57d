"""Advise on a document of facts: weigh, rank, and say what stands in the way. Pure: the same facts, the same advice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from upstander.law.advice.model import Advice, AgeRoute, Near, OffenceRow
from upstander.law.advice.people import ages_to_find, people_of
from upstander.law.advice.rows import gravity, near_of, row_of
from upstander.law.advice.weighing import Weighed, before_the_law, weigh_all
from upstander.law.advice.wording import Notice, Point, all_points, hand_over, notice
from upstander.law.dated import in_force
from upstander.law.facts import Document
from upstander.law.facts.features import of
from upstander.law.offences import Offence, all_offences
from upstander.law.version import version


def advise(document: Document, on: date) -> Advice:
    """What the law of the days of the conduct says, asked on the day `on`. It advises; a named officer decides."""
    first, last = document.first, document.last
    people = people_of(document, on)
    handed = hand_over(document.where, on)
    common = _common(document, people, on)
    if handed is not None:
        said = (*common, Notice("hand_over", handed.says))
        point = _point({"hand_over"}, on)
        return Advice(on, version(), first, last, said, point, handed, people=people)
    weighed = _basic(document, on)
    kept, could = _candidates(weighed)
    rows = _ranked(kept, document, on)
    looked = [each for each in weighed if each.lacking and each.touched]
    notices = (*common, *_of_law(document, weighed, kept, on), *_too_early(document, on))
    return Advice(
        on, version(), first, last, notices,
        _point(_holds(document, rows, bool(could or rows), people), on), None,
        rows, _nearest(could), _nearest(looked), people,
    )  # fmt: skip


def candidates(document: Document, on: date) -> tuple[list[Weighed], list[Weighed]]:
    """What the facts meet in its gist, and what they could still meet, the nearest first: where questions are open."""
    if hand_over(document.where, on) is not None:
        return [], []
    kept, could = _candidates(_basic(document, on))
    return kept, _by_nearness(could)


def _basic(document: Document, on: date) -> list[Weighed]:
    """Every offence weighed but the aggravated forms: these stand with the offence that they aggravate."""
    forms = {each.aggravated_as for each in all_offences()}
    return [each for each in weigh_all(document, on) if each.offence.id not in forms]


def _candidates(weighed: list[Weighed]) -> tuple[list[Weighed], list[Weighed]]:
    kept = [each for each in weighed if all(state is True for state in each.gist) and not each.lacking]
    return kept, [each for each in weighed if not each.lacking and each not in kept and _half(each.gist)]


def _ranked(kept: list[Weighed], document: Document, on: date) -> tuple[OffenceRow, ...]:
    """All elements met first, then fewest unknown, the closest fit, the gravest. Covered ones stand beside."""
    rows: list[tuple[tuple[int, int, int, str], OffenceRow]] = []
    covered = {id(each): _covering(each, kept) for each in kept}
    for each in kept:
        if covered[id(each)] is not None:
            continue
        beside = tuple(other.offence for other in kept if covered[id(other)] is each)
        row = row_of(each, document, beside, on)
        unknown = sum(element.state == "not known" for element in row.elements)
        specific = next(one.specific for one in each.law.values() if one.id == row.id)
        rows.append(((unknown, -specific, -gravity(row.maximum), row.id), row))
    return tuple(row for _key, row in sorted(rows, key=lambda each: each[0]))


def _covering(one: Weighed, kept: list[Weighed]) -> Weighed | None:
    """The offence that is made out and covers this one, for all the same suspects and on the same days; else None."""
    for id in one.offence.covered_by:
        for other in kept:
            same = set(one.suspects) <= set(other.suspects) and set(one.victims) <= set(other.victims)
            held = (other.first, other.last) == (one.first, one.last)
            if other.offence.id == id and other.made_out and same and held:
                last = _covering(other, kept)
                return last or other
    return None


def _half(gist: list[bool | None]) -> bool:
    """Whether at least half of the gist is met: with less, nothing points to the offence yet."""
    return gist.count(True) * 2 >= len(gist)


def _nearest(found: Sequence[Weighed]) -> tuple[Near, ...]:
    """The nearest first: fewest elements lacking, then fewest unknown, then the closest fit."""
    return tuple(near_of(each) for each in _by_nearness(found))


def _by_nearness(found: Sequence[Weighed]) -> list[Weighed]:
    return sorted(
        found, key=lambda each: (len(each.lacking), len(each.unknown), -each.offence.specific, each.offence.id)
    )


def _common(document: Document, people: tuple[AgeRoute, ...], on: date) -> list[Notice]:
    """Notices on the facts themselves."""
    said = [notice("advises")]
    if document.first is None:
        said.append(notice("day_not_known", on=on))
    if document.open_ended:
        said.append(notice("end_not_known", on=on, first=document.first))
    if document.where is None:
        said.append(notice("where_not_known"))
    if document.where == "abroad":
        said.append(notice("abroad"))
    if len(document.suspects) > 1:
        said.append(notice("several_suspects", n=len(document.suspects)))
    said += ages_to_find(people)
    if _all_below(people):
        said.append(notice("all_below_age"))
    for victim in document.victims:
        said += [
            notice("perceived", strand=strand.replace("_", " "), label=victim.label)
            for strand, _by in victim.perceived
            if not any(each.strand == strand and (each.demonstrated or each.motivated) for each in victim.hostility)
        ]
    return said


def _of_law(document: Document, weighed: list[Weighed], kept: list[Weighed], on: date) -> list[Notice]:
    """Notices on a change of law while the conduct went on, for the offences that are advised."""
    first, last = document.first, document.last
    if first is None or last is None:
        return []
    said: list[Notice] = []
    by_id: dict[str, dict[date, Offence]] = {}
    for each in kept:
        by_id.setdefault(each.offence.id, {})[each.offence.valid_from] = each.offence
    if not any(each.valid_from <= last for each in all_offences()):
        said.append(notice("before_all_law", last=last, day=min(each.valid_from for each in all_offences())))
    for versions in by_id.values():
        held = [versions[day] for day in sorted(versions)]
        newest = held[-1]
        if len(held) > 1:
            said += [
                notice("law_changed", title=newest.title, day=each.valid_from, first=first, last=last)
                for each in held[1:]
            ]
        elif newest.valid_from > first:
            said.append(notice("law_began", title=newest.title, day=newest.valid_from, first=first, last=last))
        elif newest.valid_to and newest.valid_to < last:
            said.append(notice("law_ended", title=newest.title, day=newest.valid_to, first=first, last=last))
    return said


def _too_early(document: Document, on: date) -> list[Notice]:
    """A notice for each offence that the facts would meet, had it been law by then."""
    if document.last is None:
        return []
    forms = {each.aggravated_as for each in all_offences()}
    return [
        notice("before_the_law", title=offence.title, day=offence.valid_from, last=document.last)
        for offence, reading in before_the_law(document, on)
        if offence.id not in forms
        and all(reading.weighed(offence)[id].state is True for id in offence.gist)
        and reading.made_out(offence) is not False
    ]


def _holds(document: Document, rows: tuple[OffenceRow, ...], some: bool, people: tuple[AgeRoute, ...]) -> set[str]:
    """Which conditions of what advice may point to hold."""
    made_out = [row for row in rows if row.made_out]
    suspects = [each for each in people if each.who == "suspect"]
    found = {
        "made_out": bool(made_out),
        "open": some and not made_out,
        "all_barred": bool(made_out) and all(row.limit.passed for row in made_out),
        "all_below_age": _all_below(people),
        "all_children": bool(suspects) and all(each.route not in ("adult", "not_known") for each in suspects),
        "expression": any(document.shows.get(each.id) for each in of("expression")),
    }
    return {name for name, holds in found.items() if holds}


def _point(holds: set[str], on: date) -> Point:
    return next(each for each in in_force(all_points(), on) if set(each.holds) <= holds)


def _all_below(people: tuple[AgeRoute, ...]) -> bool:
    suspects = [each for each in people if each.who == "suspect"]
    return bool(suspects) and all(each.chargeable is False for each in suspects)
