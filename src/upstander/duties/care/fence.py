"""The fence around what complainants were told."""

from upstander.record.fence.policies import by_row

TABLES = (by_row("care_update", "cases_report", "report_id"),)
