"""What of assessment is found by its words: the reasons of decisions, of their sign-offs, and of every step."""

from collections.abc import Iterable

from upstander.duties.assessment.models import Decision, SignOff, Step
from upstander.record.search.sources import Field, searched


def _of_decision(decision: Decision) -> Iterable[Field]:
    yield ("reasons", decision.reasons)
    for shown in decision.elements.values():
        yield from (("elements", text) for text in shown.values())
    yield from (("expression", text) for text in decision.expression.values())


DECISIONS = searched("decision", Decision.objects.all, _of_decision)
SIGN_OFFS = searched(
    "signoff",
    lambda: SignOff.objects.select_related("decision"),
    lambda signed: [("reasons", signed.reasons)],
    lambda signed: {"case_id": signed.decision.case_id},
)
STEPS = searched("step", Step.objects.all, lambda step: [("reasons", step.reasons)])
