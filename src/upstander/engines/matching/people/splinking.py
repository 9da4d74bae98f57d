"""The same comparisons as `levels`, in the SQL with which Splink estimates them on prepared rows in DuckDB."""

from collections.abc import Mapping
from typing import Any

from upstander.engines.matching.people.levels import CLOSE, FEWEST_WORDS, LEVELS, SHARES
from upstander.engines.matching.people.model import MOST_BITS


def _any(column: str, other: str = "") -> str:
    return f"list_has_any({column}_l, {other or column}_r)"


def _shared(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r))"


def _both(condition: str, rare: str) -> list[str]:
    return [f"{condition} and {rare}", condition]


_RARE_PART = _any("name_parts_rare")


def _rest(side: str, other: str) -> str:
    return f"list_filter(name_parts_{side}, lambda x: not list_contains(name_parts_{other}, x))"


NEAREST = (
    f"list_aggregate(list_transform(flatten(list_transform({_rest('l', 'r')},"
    f" lambda x: list_transform({_rest('r', 'l')}, lambda y: [x, y]))), lambda p: jaro_winkler_similarity(p[1], p[2])),"
    " 'max')"
)
"""How alike the two most alike of the parts of two names are that the other has not."""
NEAREST_OF = f"{{}}({_rest('l', 'r')}, {_rest('r', 'l')})"
"""The same by a function of that name that takes both lists."""
_CLOSELY = (
    f"(((name_hides_vowels_l or name_hides_vowels_r) and {_any('name_bare')})"
    f" or ({_shared('name_parts')} > 0 and {NEAREST} >= {CLOSE}))"
)
_INITIALS = (
    f"({_any('initialled', 'could_be_initialled')} or {_any('could_be_initialled', 'initialled')}"
    f" or {_any('initialled')}) and {_shared('name_parts')} > 0"
)
_SAME_ACCOUNT = "(handle_l = handle_r and platform_l <> '' and platform_l = platform_r)"
_FEWER = "least(len(bio_l), len(bio_r))"
_OUTCODES, _TOWNS = "(outcode_l <> '' and outcode_r <> '')", "(town_l <> '' and town_r <> '')"

CONDITIONS: dict[str, tuple[str, ...]] = {
    "name": (
        "(len(name_parts_l) = 0 or len(name_parts_r) = 0)",
        _any("name_exact_rare"),
        f"{_any('name_whole_rare')} and ({_any('name_whole')} or {_any('name_exact')})",
        _any("name_exact"),
        _any("name_whole"),
        *_both(_any("name_roots"), _RARE_PART),
        *_both(f"{_shared('name_parts')} >= 2", _RARE_PART),
        _CLOSELY,
        *_both(_INITIALS, _RARE_PART),
        *_both(f"{_shared('name_parts')} > 0 and (name_single_l or name_single_r)", _RARE_PART),
        *_both(f"{_shared('name_parts')} > 0", _RARE_PART),
    ),
    "birth": (
        "(year_from_l = 0 or year_from_r = 0)",
        "born_l <> '' and born_l = born_r",
        "born_l <> '' and born_r <> '' and born_swapped_l = born_r",
        "year_from_l <= year_to_r and year_from_r <= year_to_l",
        "year_from_l <= year_to_r + 2 and year_from_r <= year_to_l + 2",
    ),
    "place": (
        f"not {_OUTCODES} and not {_TOWNS}",
        f"{_OUTCODES} and outcode_l = outcode_r",
        f"({_OUTCODES} and area_l = area_r) or ({_TOWNS} and town_l = town_r)",
    ),
    "handle": (
        f"(handle_l is null or handle_r is null or {_SAME_ACCOUNT})",
        "handle_l = handle_r",
        "handle_letters_l <> '' and handle_letters_l = handle_letters_r",
        f"jaro_winkler_similarity(handle_l, handle_r) >= {CLOSE}",
    ),
    "display": (
        "(display_l = '' or display_r = '')",
        "display_l = display_r and display_rare_l",
        "display_l = display_r",
        f"jaro_winkler_similarity(display_l, display_r) >= {CLOSE}",
    ),
    "picture": ("(picture_l = '' or picture_r = '')", "picture_l = picture_r"),
    "bio": (
        f"{_FEWER} < {FEWEST_WORDS}",
        f"{_shared('bio')} >= 4 and {_shared('bio')} * 10 >= {_FEWER} * 6",
        f"{_shared('bio')} >= {FEWEST_WORDS}",
    ),
    "contact": (
        "((len(contacts_l) = 0 and len(links_l) = 0) or (len(contacts_r) = 0 and len(links_r) = 0))",
        _any("contacts"),
        _any("links"),
    ),
}
"""Of each comparison the condition of every level but the last, which is all else."""


COUNTED = {"name": "name_key", "handle": "handle"}
"""The columns whose values have a share of their own, `tf_name_key` and `tf_handle`."""


def settings(prior: float, weights: Mapping[str, Mapping[str, tuple[float, float]]] | None = None) -> dict[str, Any]:
    """Return Splink's settings; `weights` (comparison, level: m and u) are those of a model already trained."""
    comparisons: list[dict[str, Any]] = []
    for name, conditions in CONDITIONS.items():
        levels: list[dict[str, Any]] = []
        for (level, _), condition in zip(LEVELS[name], (*conditions, "ELSE"), strict=True):
            one: dict[str, Any] = {"sql_condition": condition, "label_for_charts": level}
            if not levels:
                one["is_null_level"] = True
            elif weights:
                one["m_probability"], one["u_probability"] = weights[name][level]
            if weights and level in SHARES.get(name, ("", ()))[1]:
                one |= {
                    "tf_adjustment_column": COUNTED[name], "disable_tf_exact_match_detection": True,
                    "tf_minimum_u_value": one["m_probability"] / 2**MOST_BITS,
                }  # fmt: skip
            levels.append(one)
        comparisons.append({"output_column_name": name, "comparison_levels": levels})
    return {
        "link_type": "dedupe_only", "probability_two_random_records_match": prior, "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [], "retain_intermediate_calculation_columns": True,
    }  # fmt: skip
