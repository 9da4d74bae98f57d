"""Looking for others, done by workers that are killed: the suggestions are those of a run that nobody disturbed."""

from typing import Any

from tests.harness.doomed import Place, forked, outcome
from tests.harness.saying import receive_one
from tests.harness.workers import ANY_WORK, under_fire, work

PLACES = (
    *ANY_WORK,
    Place("upstander.duties.bundling.actions.suggest:look", 6),
    Place("upstander.duties.bundling.actions.suggest:_keep", 6),
    Place("upstander.duties.bundling.actions.suggest:record", 3),
)


def play(kills: int, seed: int, reports: int, broken: str = "") -> dict[str, Any]:
    """Return how many suggestions there are, and in what the killed and the undisturbed run differ."""
    from django.db import transaction

    from upstander.duties.bundling.models import Suggestion
    from upstander.record.cases.models import Case, Report
    from upstander.record.journal.models import Entry
    from upstander.record.journal.verbs import Verb
    from upstander.record.work.asking import due

    for number in range(1, reports + 1):
        receive_one(number)
    assert outcome(forked(work)) == 0

    def made() -> dict[str, Any]:
        rows = Suggestion.objects.values_list("report", "earlier", "tier", "reasons", "bits", "state")
        marks = Case.objects.order_by("pk").values_list("pk", "marks")
        return {"pairs": {f"{row[0]}-{row[1]}": list(row[2:]) for row in rows}, "marks": [list(row) for row in marks]}

    def journalled() -> int:
        return Entry.objects.filter(verb=Verb.SUGGESTED).count()

    undisturbed, entries = made(), journalled()

    def again() -> None:
        Suggestion.objects.all().delete()
        Case.objects.update(marks=[])
        with transaction.atomic():
            for pk in Report.objects.order_by("pk").values_list("pk", flat=True):
                due("look_for_others", report=pk)

    again()
    before = journalled()

    def more() -> None:
        nonlocal before
        again()
        before = journalled()

    places = PLACES[-3:-2] if broken else PLACES  # a loss must lie in the last round to be seen
    fire = under_fire(places, kills=kills, seed=seed, more=more, broken=broken)
    killed = made()
    return fire | {
        "suggestions": len(undisturbed["pairs"]),
        "missing": sorted(undisturbed["pairs"].keys() - killed["pairs"].keys()),
        "other": [pair for pair, row in killed["pairs"].items() if undisturbed["pairs"].get(pair) != row],
        "marks_differ": undisturbed["marks"] != killed["marks"],
        "entries": [entries, journalled() - before],
    }
