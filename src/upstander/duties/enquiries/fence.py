"""The fence around lines of enquiry."""

from upstander.record.fence.policies import by_case

TABLES = (by_case("enquiries_lineofenquiry"),)
