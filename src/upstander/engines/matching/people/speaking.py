"""Say in Spark's SQL what the settings of Splink say in DuckDB's, so that one file of settings serves both.

How alike two words are is asked of our own two functions there: the one that Splink brings for Spark counts exchanged
letters otherwise than DuckDB and `levels` do, and of ten thousand pairs one came out unlike.
"""

from collections.abc import Sequence
from typing import Any

from rapidfuzz.distance import JaroWinkler

from upstander.engines.matching.people.splinking import NEAREST, NEAREST_OF

ALIKE, NEAREST_TWO = "letters_alike", "nearest_letters"
_REPEATING = ("CollapseProject", "PushDownPredicates")
"""Rules of Spark that write the definition of a column wherever it is used."""
_CALLED = {
    "ArrayOverlaps": "arrays_overlap",
    "ArrayIntersect": "array_intersect",
    "Length": "size",  # of lists alone: no condition asks for the length of a text
    "JarowinklerSimilarity": ALIKE,
    "list_intersect": "array_intersect",
    "jaro_winkler_similarity": ALIKE,
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


def teach(session: Any) -> None:
    """Give a Spark session the two functions, and keep it from repeating what Splink says once.

    Every machine of it needs Python with rapidfuzz. Splink names a level once and uses it many times. Were its
    definition put in at every use, the plan would grow until Java refuses to compile it (64 KB), and an interpreter
    would walk through it for every pair; what follows from so many conditions takes longer to think of than they take.
    """
    left_out = ",".join(f"org.apache.spark.sql.catalyst.optimizer.{rule}" for rule in _REPEATING)
    session.conf.set("spark.sql.optimizer.excludedRules", left_out)
    session.conf.set("spark.sql.constraintPropagation.enabled", "false")
    session.udf.register(ALIKE, letters_alike, "double")
    session.udf.register(NEAREST_TWO, nearest_letters, "double")


def letters_alike(one: str | None, other: str | None) -> float | None:
    """Return how alike two words are (Jaro-Winkler, 0 to 1), None where one is not known."""
    return None if one is None or other is None else float(JaroWinkler.similarity(one, other))


def nearest_letters(some: Sequence[str] | None, others: Sequence[str] | None) -> float | None:
    """Return how alike the two most alike of two lists of words are, None where one list is empty."""
    return max(
        (float(JaroWinkler.similarity(one, other)) for one in some or () for other in others or ()), default=None
    )


def _condition(text: str) -> str:
    """Translate one condition. Lists have other functions there, and `&&` means something else."""
    import sqlglot
    from sqlglot import expressions as sql

    if text == "ELSE":
        return text

    tree = sqlglot.parse_one(text.replace(NEAREST, NEAREST_OF.format(NEAREST_TWO)), read="duckdb")
    for node in reversed(list(tree.walk())):
        kind = node.name.lower() if isinstance(node, sql.Anonymous) else type(node).__name__
        if name := _CALLED.get(kind):
            given = node.expressions if isinstance(node, sql.Anonymous) else _given(node)
            said = sql.func(name, *given[:1] if name == "size" else given)
            tree = said if node is tree else tree
            node.replace(said)
    return str(tree.sql(dialect="spark"))


def _given(node: Any) -> list[Any]:
    """Return what a function is given: one by one, or the first and the rest."""
    others = node.args.get("expressions") or [node.args.get("expression")]
    return [one for one in (node.this, *others) if one is not None]
