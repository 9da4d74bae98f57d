"""The fence around decisions, sign-offs, steps, answers and what leads to a charge."""

from upstander.record.fence.policies import by_case, by_row

TABLES = (
    by_case("assessment_decision"),
    by_row("assessment_signoff", "assessment_decision", "decision_id"),
    by_case("assessment_step"),
    by_case("assessment_triage"),
    by_case("assessment_knownfacts"),
    by_case("assessment_conduct"),
    by_case("assessment_seen"),
    by_case("assessment_consent"),
    by_case("assessment_charge"),
    by_case("assessment_reading"),
    by_case("assessment_appeal"),
)
