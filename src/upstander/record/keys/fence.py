"""The fence around what matching keeps of the words of a report."""

from upstander.record.fence.policies import by_row

TABLES = (by_row("keys_item", "cases_report", "report_id"),)
