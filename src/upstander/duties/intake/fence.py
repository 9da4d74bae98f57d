"""The fence around receipts."""

from upstander.record.fence.policies import by_row

TABLES = (by_row("intake_receipt", "cases_report", "report_id"),)
