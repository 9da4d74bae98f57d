"""The fence around offers and what officers found out about places."""

from upstander.record.fence.policies import by_case

TABLES = (
    by_case("allocation_offer"),
    by_case("allocation_factsheet"),
)
