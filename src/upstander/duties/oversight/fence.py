"""The fence around what oversight keeps about reports, and what the desk may not know of cases."""

from upstander.record.fence.policies import by_case, by_row, for_the_hub_alone

TABLES = (
    by_row("oversight_hold", "cases_report", "report_id"),
    by_row("oversight_withdrawal", "cases_report", "report_id"),
    by_case("oversight_oldrecord"),
    by_row("oversight_specialistreferral", "cases_reportedfile", "file_id"),
    for_the_hub_alone("oversight_tripwire"),
    for_the_hub_alone("oversight_question"),
)
