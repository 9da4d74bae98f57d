"""The fence around exhibits, packages and what was answered about their leaving."""

from upstander.record.fence.policies import by_case, by_row

TABLES = (
    by_case("evidence_exhibit"),
    by_case("evidence_package"),
    by_row("evidence_finding", "evidence_package", "package_id"),
    by_row("evidence_release", "evidence_package", "package_id"),
)
