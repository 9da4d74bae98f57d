"""Count a report in its campaign: whether it belongs to one, what it says first, and whether it stands behind it.

Each report costs a fixed number of look-ups of its own keys, never one for each member. Nothing is joined, closed or
decided: the case keeps its clocks, its reporter their updates, and any claim takes it out from behind.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from upstander.duties.campaigns import saying
from upstander.duties.campaigns.breaking_out import Before, why_singly
from upstander.duties.campaigns.models import Campaign, Key, Member, Said
from upstander.duties.campaigns.saying import Saying, exact_keys, saying_of
from upstander.engines.matching.keys import keys_of
from upstander.law import oversight
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.cases.queue import PASTED, settle
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import Deed
from upstander.record.keys.keeping import holders, item_of
from upstander.record.keys.models import Item
from upstander.record.people.actors import SYSTEM
from upstander.record.work.asking import due

MANY = "campaign"
"""Mark of every case of a campaign, and of what shares an account with many."""
WALKED = 3
"""Runs of letters along which the earlier ones are gathered where no whole text, post or file is held by many."""


def may_belong(report: Report, *, at: datetime) -> bool:
    """Whether a report whose words are not held by many may belong to a campaign all the same; nothing is written."""
    item = Item.objects.filter(report=report).first()
    if item is None:
        return False
    exact = exact_keys(keys_of(item_of(report)))
    return Key.objects.filter(k__in=exact).exists() or bool(_hot(exact, item, at))


def count(report: Report, *, at: datetime) -> Deed | None:
    """Count a report in its campaign and return what is to be journalled; None where nothing changed.

    Locks the case that the report opened. In the caller's transaction, before it writes to the journal.
    """
    said, item = _read(report)
    if said is None or item is None:
        return None
    member = Member.objects.filter(report=report).select_related("campaign").first()
    campaign = member.campaign if member else _known(said) or _found(report, said, item, at=at)
    if campaign is None:
        return None
    why = why_singly(said, _before(campaign, said, report, at))
    _remember(campaign, said, report, why)
    if member is None:
        case = report.own_case
        member = Member(
            campaign=campaign, report=report, case=case, reporter_id=report.complainant_id, at=report.received_at
        )
    elif {*why} <= {*member.why}:  # what once stood singly is not put back by a machine
        return None
    member.why = [*member.why, *(code for code in why if code not in member.why)]
    member.save()
    case = stand(member)
    _bring_forward(campaign, case)
    data = {"campaign": campaign.pk, "behind": PASTED in case.marks, "why": member.why}
    return Deed(SYSTEM, Verb.COUNTED_IN_CAMPAIGN, report, at, (case,), data)


def stand(member: Member) -> Case:
    """Let the case of a member stand behind its campaign or singly, as the member says; return it, locked."""
    case = Case.objects.select_for_update().get(pk=member.case_id)
    there = Membership.objects.filter(report=member.report_id, case=case, until_at=None).exists()
    singly = bool(member.why) or member.taken_out_at is not None or not there or case.state != Case.State.NEW
    marks = {*case.marks, MANY} - {PASTED} if singly else {*case.marks, MANY, PASTED}
    if marks != {*case.marks}:
        case.marks = sorted(marks)
        settle(case)
    return case


def forget(report: Report) -> None:
    """Take a report that is erased out of its campaign, with what it was the first to say; the last takes it along."""
    forget_what_was_said(report)
    member = Member.objects.filter(report=report).first()
    if member is None:
        return
    campaign = member.campaign_id
    member.delete()
    if not Member.objects.filter(campaign=campaign).exists():
        Campaign.objects.filter(pk=campaign).delete()


def forget_what_was_said(report: Report) -> None:
    """Take away the digests of what a report was the first to say: accounts and words are among them."""
    Said.objects.filter(report=report).delete()


def _read(report: Report) -> tuple[Saying | None, Item | None]:
    """Return what a report says and its item of matching; nothing for one that is not worked on."""
    if report.standing != Report.Standing.ACTIVE:
        return None, None
    return saying_of(report, report.own_case), Item.objects.filter(report=report).first()


def _known(said: Saying) -> Campaign | None:
    """Return the campaign whose text, post or file a report holds, or most of its runs of letters."""
    found = Key.objects.filter(k__in=said.exact).order_by("campaign").select_related("campaign").first()
    if found is not None:
        return found.campaign
    shared: dict[int, int] = {}
    for campaign in Key.objects.filter(k__in=said.runs).values_list("campaign", flat=True):
        shared[campaign] = shared.get(campaign, 0) + 1
    most = max(shared, key=lambda pk: (shared[pk], -pk), default=None)
    if most is None or 2 * shared[most] <= len(said.runs):
        return None
    return Campaign.objects.get(pk=most)


def _hot(keys: Collection[int], item: Item, at: datetime) -> list[int]:
    """Return those of the keys that more earlier reports hold than are followed one by one."""
    most = oversight.campaigns(timezone.localdate(at)).held_by_more_than
    return sorted(k for k, items in holders(keys, before=item.pk).items() if len(items) > most)


def _found(report: Report, said: Saying, item: Item, *, at: datetime) -> Campaign | None:
    """Make known the campaign that a report makes known, and ask for the earlier ones to be gathered."""
    exact, runs = _hot(said.exact, item, at), _hot(said.runs, item, at)
    if not exact and 2 * len(runs) <= len(said.runs):
        return None
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(found_at=at, found_before=item.pk, first_at=report.received_at)
            known = set(Key.objects.filter(k__in=runs).values_list("k", flat=True))
            Key.objects.bulk_create(Key(campaign=campaign, k=k) for k in {*exact, *runs} - known)
    except IntegrityError:
        return _known(said)  # another look was quicker
    for k in exact or runs[:WALKED]:
        # Before the looks that wait: what stands singly until then is what the campaign is made known for.
        due("gather_campaign", at=min(report.received_at, at), campaign=campaign, k=k, after=0)
    return campaign


def _before(campaign: Campaign, said: Saying, report: Report, at: datetime) -> Before:
    things = {**said.things, saying.TEXT: _texts(said)}
    asked = {k for keys in things.values() for k in keys}
    found: dict[str, set[int]] = {kind: set() for kind in saying.KINDS}
    others = Said.objects.filter(campaign=campaign, k__in=asked).exclude(report=report)
    for kind, k in others.values_list("kind", "k"):
        found[kind].add(k)
    runs = {run for words in said.words for run in words.runs}
    known = Key.objects.filter(campaign=campaign, k__in=runs).values_list("k", flat=True)
    own = oversight.campaigns(timezone.localdate(at)).own_runs
    return Before({kind: frozenset(keys) for kind, keys in found.items()}, frozenset(known), own)


def _remember(campaign: Campaign, said: Saying, report: Report, why: Collection[str]) -> None:
    """Keep what this report is the first to say. Of its texts only where it tells something in words of its own."""
    things = {**said.things, saying.TEXT: _texts(said) if "words" in why else frozenset()}
    rows = [Said(campaign=campaign, kind=kind, k=k, report=report) for kind, keys in things.items() for k in keys]
    Said.objects.bulk_create(rows, ignore_conflicts=True)


def _texts(said: Saying) -> frozenset[int]:
    return frozenset(words.whole for words in said.words if words.whole is not None)


def _bring_forward(campaign: Campaign, case: Case) -> None:
    """Let the campaign stand where the first of its reports came in, and where their wording brings them forward."""
    first, wording = min(campaign.first_at, case.opened_at), campaign.wording or case.wording
    if (first, wording) != (campaign.first_at, campaign.wording):
        Campaign.objects.filter(pk=campaign.pk).update(first_at=first, wording=wording)
        campaign.first_at, campaign.wording = first, wording
