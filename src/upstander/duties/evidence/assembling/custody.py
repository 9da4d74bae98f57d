"""Take the events about a case out of the journal: the table for the report, and the proven extract."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from upstander.duties.evidence.assembling.moments import moment
from upstander.engines.sealing import custody
from upstander.engines.sealing.keys import Keys
from upstander.record.cases.models import Case, Report
from upstander.record.journal.models import Checkpoint, Entry, Touch
from upstander.record.journal.verbs import SENTENCES, Verb
from upstander.record.people.models import Organisation, User

Event = dict[str, str | int]
LOOKS = (Verb.CONSULTED, Verb.SHOWN)
ABOUT_OTHERS = (Verb.SUGGESTED, Verb.LEFT_APART, Verb.APART_UNDONE)
"""Acts that name reports of other cases, if only by their numbers, and change nothing of this one."""
KINDS = {"public": "Someone who reported", "system": "The hub's software", "complainant": "The person who reported"}


def events(case: Case, reports: Sequence[Report], packages: Iterable[tuple[int, str]]) -> list[Event]:
    """Return every act about the case, its reports and its packages (id and name), in the journal's order.

    Looks are not among them, nor what the software suggested of other cases: they stay with the hub.
    """
    named = {("case", case.pk): case.reference, **{("report", each.pk): each.reference for each in reports}}
    named |= {("package", pk): name for pk, name in packages}
    touches = Q(pk__in=[])
    for kind in ("case", "report", "package"):
        touches |= Q(kind=kind, record__in=[pk for each, pk in named if each == kind])
    seqs = Touch.objects.filter(touches).values_list("entry", flat=True).distinct()
    entries = list(Entry.objects.filter(seq__in=list(seqs)).exclude(verb__in=(*LOOKS, *ABOUT_OTHERS)).order_by("seq"))
    actors = _actors({entry.actor for entry in entries})
    return [
        {
            "seq": entry.seq,
            "at": moment(entry.at),
            "actor": actors[entry.actor],
            "verb": SENTENCES[Verb(entry.verb)],
            "subject": _subject(entry.subject, named),
        }
        for entry in entries
    ]


def extract(seqs: Sequence[int], checkpoint: Checkpoint, keys: Keys) -> dict[str, bytes]:
    """Return the files of data/custody/ by name, proven under `checkpoint`. Raises BadExtract, BadCheckpoint."""
    entries = Entry.objects.filter(seq__in=list(seqs)).order_by("seq")
    rows = [custody.Row(entry.seq, entry.body.encode()) for entry in entries]
    held = Entry.objects.filter(seq__lte=checkpoint.size).order_by("seq").values_list("leaf", flat=True)
    leaves = [bytes(leaf) for leaf in held.iterator(5000)]
    return custody.extract(rows, leaves, checkpoint.text, keys.journal_key.public_key())


def _actors(keys: set[str]) -> dict[str, str]:
    """Return a name for each actor: officers by name and role, everybody else by what they are."""
    ids: dict[str, set[int]] = {}
    for key in keys:
        kind, _, id = key.partition(":")
        ids.setdefault(kind, set()).add(int(id))
    users = {
        user.pk: f"{user.name}, {user.role.replace('_', ' ')}{_of(user.organisation)}"
        for user in User.objects.filter(pk__in=ids.get("user", ())).select_related("organisation")
    }
    partners = dict(Organisation.objects.filter(pk__in=ids.get("partner", ())).values_list("pk", "name"))
    names = {"user": users, "partner": partners}
    found = {}
    for key in keys:
        kind, _, id = key.partition(":")
        found[key] = names.get(kind, {}).get(int(id)) or KINDS.get(kind, key)
    return found


def _of(organisation: Organisation) -> str:
    return "" if organisation.kind == Organisation.Kind.HUB else f", {organisation.name}"


def _subject(subject: str, named: dict[tuple[str, int], str]) -> str:
    kind, _, id = subject.partition(":")
    return named.get((kind, int(id)), f"{kind} {id}")
