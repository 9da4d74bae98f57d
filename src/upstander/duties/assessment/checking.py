"""Check that every case stands in the band that was set last, and in none where nobody has answered."""

from collections.abc import Iterator

from upstander.duties.assessment.models import Triage
from upstander.record.cases.models import Case


def faults() -> Iterator[str]:
    """Yield in plain words the cases whose band is not the one that their newest answers set."""
    newest: dict[int, int | None] = {}
    for pk, band, counts in Triage.objects.order_by("at", "pk").values_list("case", "band", "counts").iterator(2000):
        newest[pk] = band if counts else None
    for case_id, reference, held in Case.objects.order_by("pk").values_list("pk", "reference", "band").iterator(2000):
        if held != newest.get(case_id):
            yield f"case {reference}: its band is not the one that was set last"
