"""The fence around exhibits and packages."""

from upstander.record.fence.policies import by_case

TABLES = (
    by_case("evidence_exhibit"),
    by_case("evidence_package"),
)
