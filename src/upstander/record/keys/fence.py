"""The fence around what matching keeps of the words of a report, and of the pictures that came with it."""

from upstander.record.fence.policies import by_row, for_the_hub_alone

TABLES = (
    by_row("keys_item", "cases_report", "report_id"),
    for_the_hub_alone("keys_picture"),
    for_the_hub_alone("keys_film"),
    by_row("keys_words", "cases_report", "report_id"),
)
