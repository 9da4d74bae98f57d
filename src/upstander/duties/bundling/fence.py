"""The fence around suggestions, which quote two reports, and what was said to be apart."""

from upstander.record.fence.policies import by_case, by_row

TABLES = (
    by_row("bundling_suggestion", "cases_report", "report_id", "earlier_id"),
    by_row("bundling_cannotlink", "cases_report", "report_id", "earlier_id"),
    by_case("bundling_rest"),
)
