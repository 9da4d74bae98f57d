"""Say in Spark's SQL what the settings of Splink say in DuckDB's, so that one file of settings serves both."""

from typing import Any

_CALLED = {
    "ArrayOverlaps": "arrays_overlap",
    "ArrayIntersect": "array_intersect",
    "Length": "size",  # of lists alone: no condition asks for the length of a text
    "JarowinklerSimilarity": "jaro_winkler",
    "list_intersect": "array_intersect",
    "list_aggregate": "array_max",
    "jaro_winkler_similarity": "jaro_winkler",
}
"""What a function of DuckDB is called in Spark, by its name or by the kind of expression that is read from it."""


def in_spark(said: dict[str, Any]) -> dict[str, Any]:
    """Return the same settings with each condition in Spark's words. Raises ImportError without sqlglot (of Splink)."""
    comparisons = [
        one | {
            "comparison_levels": [
                level | {"sql_condition": _condition(level["sql_condition"])} for level in one["comparison_levels"]
            ]
        }
        for one in said["comparisons"]
    ]  # fmt: skip
    rules = [
        rule | {"sql_dialect": "spark"} if isinstance(rule, dict) else rule
        for rule in said["blocking_rules_to_generate_predictions"]
    ]
    return said | {"comparisons": comparisons, "blocking_rules_to_generate_predictions": rules}


def _condition(text: str) -> str:
    """Translate one condition. Lists have other functions there, and `&&` means something else."""
    import sqlglot
    from sqlglot import expressions as sql

    if text == "ELSE":
        return text

    tree = sqlglot.parse_one(text, read="duckdb")
    for node in reversed(list(tree.walk())):
        kind = node.name.lower() if isinstance(node, sql.Anonymous) else type(node).__name__
        if name := _CALLED.get(kind):
            given = node.expressions if isinstance(node, sql.Anonymous) else _given(node)
            said = sql.func(name, *given[:1] if name in ("size", "array_max") else given)
            tree = said if node is tree else tree
            node.replace(said)
    return str(tree.sql(dialect="spark"))


def _given(node: Any) -> list[Any]:
    """Return what a function is given: one by one, or the first and the rest."""
    others = node.args.get("expressions") or [node.args.get("expression")]
    return [one for one in (node.this, *others) if one is not None]
