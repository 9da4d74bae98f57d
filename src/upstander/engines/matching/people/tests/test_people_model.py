"""The model: what it refuses to be, what it says of a pair, and what never suffices."""

import copy
import json
import random
from datetime import date
from math import log2
from pathlib import Path
from typing import Any

import pytest

from upstander.engines.matching.people import inventing, model
from upstander.engines.matching.people.described import Described
from upstander.engines.matching.people.explaining import explain_pair
from upstander.engines.matching.people.levels import COMPARE, KINDS, LEVELS
from upstander.engines.matching.people.model import (
    SHIPPED,
    BadModel,
    Model,
    Waterfall,
    best,
    load,
    made,
    shipped,
    weigh,
)
from upstander.engines.matching.people.prepared import prepare


def compare(a: Described, b: Described) -> Waterfall:
    terms = shipped().terms
    return weigh(prepare(a, terms), prepare(b, terms), shipped())


def level(found: Waterfall, comparison: str) -> str:
    return next(step.level for step in found.steps if step.comparison == comparison)


def of(name: str, **said: Any) -> Described:
    return Described("suspect", names=(name,), **said)


def raw() -> dict[str, Any]:
    said = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert isinstance(said, dict)
    return said


def test_the_shipped_model_says_where_it_comes_from_and_that_it_is_to_be_checked() -> None:
    provenance = shipped().provenance
    assert provenance["checked"] == "verify"
    assert provenance["trained_on"] == "invented records"
    assert "Splink" in provenance["by"]


def test_the_shipped_model_names_no_rare_name() -> None:
    assert min(shipped().terms.name_parts.values()) >= shipped().terms.rare_below


def test_the_bits_are_the_prior_and_the_steps_with_a_reason_each() -> None:
    found = compare(
        of("Wojciech Brzezinski", born=date(1990, 2, 3), outcode="LS1"), of("Wojciech Brzezinski", outcode="LS1")
    )
    assert found.bits == pytest.approx(found.prior + sum(step.bits for step in found.steps))
    assert [step.comparison for step in found.steps] == [*COMPARE] == [*LEVELS] == [*KINDS]
    assert all(step.why for step in found.steps)
    assert level(found, "birth") == "not_known"
    assert next(step.bits for step in found.steps if step.comparison == "birth") == 0


def test_the_order_of_the_two_is_free() -> None:
    pick = random.Random(3)
    for origin in inventing.origins():
        a, b = inventing.two_reports(pick, inventing.person(pick, origin))
        assert compare(a, b) == compare(b, a)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Wojciech Brzezinski", "Wojciech Brzezinski", "exact_rare"),
        ("Mohammed Brzezinski", "Brzezinski, Muhammad", "same_rare"),
        ("Mohammed Khan", "Mohammed Khan", "exact_common"),
        ("Mohammed Khan", "Khan Muhamad", "same_common"),
        ("Oleksandr Brzezinski", "Alexander Brzezinski", "related_rare"),
        ("Bill Smith", "William Smith", "related_common"),
        ("Anna Maria Brzezinska", "Anna Brzezinska", "most_rare"),
        ("Ibrahim Brahimzai", "Ibrahim Brahimzaj", "close"),
        ("W. Brzezinski", "Wojciech Brzezinski", "initials_rare"),
        ("M Khan", "Mohammed Khan", "initials_common"),
        ("Brzezinski", "Wojciech Brzezinski", "single_rare"),
        ("Mohammed", "Mohammed Khan", "single_common"),
        ("Wojciech Brzezinski", "Anna Brzezinski", "part_rare"),
        ("Mohammed Khan", "Yusuf Khan", "part_common"),
        ("Yusuf Khan", "Joseph Smith", "other"),
        ("Gurpreet Singh", "Gurdeep Singh", "part_common"),
        ("", "Gurdeep Singh", "not_known"),
        ("\u200b\x00", "Gurdeep Singh", "not_known"),
    ],
)
def test_names_agree_at_the_level_that_is_expected(one: str, other: str, expected: str) -> None:
    assert level(compare(of(one), of(other)), "name") == expected


def test_other_names_given_are_compared_too() -> None:
    a = Described("suspect", names=("Prince", "Wojciech Brzezinski"))
    assert level(compare(a, of("Brzezinski Wojciech")), "name") == "exact_rare"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"born": date(1990, 2, 3)}, {"born": date(1990, 2, 3)}, "same_date"),
        ({"born": date(1990, 2, 3)}, {"born": date(1990, 3, 2)}, "swapped"),
        ({"born": date(1990, 1, 1)}, {"born": date(1990, 1, 1)}, "same_years"),
        ({"born": date(1990, 2, 3)}, {"born_from": 1989, "born_to": 1990}, "same_years"),
        ({"born_from": 1992}, {"born_from": 1990}, "near"),
        ({"born_from": 1995}, {"born_from": 1990}, "other"),
        ({"born_from": 1995}, {}, "not_known"),
        ({"born_from": 1700}, {"born_from": 1700}, "not_known"),
    ],
)
def test_births_agree_at_the_level_that_is_expected(one: Any, other: Any, expected: str) -> None:
    assert level(compare(of("A", **one), of("B", **other)), "birth") == expected


def test_a_number_of_the_platform_is_the_same_account_whatever_else_is_said() -> None:
    a = Described("account", platform="X", number="44", handle="before")
    b = Described("account", platform="twitter", number="44", handle="after", display_name="Somebody")
    found = compare(a, b)
    assert [same.by for same in found.same] == ["number"]
    assert found.suggested
    assert compare(a, Described("suspect", accounts=(("x", "id:44"),))).same
    assert not compare(a, Described("suspect", accounts=(("x", "44"),))).same  # a handle of digits
    assert not compare(a, Described("account", platform="tiktok", number="44")).same


def test_a_handle_passed_on_to_another_number_names_neither() -> None:
    a = Described("account", platform="x", number="44", handle="taken")
    b = Described("account", platform="x", number="55", handle="taken")
    assert compare(a, b).same == ()
    assert not compare(a, b).suggested
    assert [same.by for same in compare(a, Described("account", platform="x", handle="@Taken")).same] == ["handle"]


@pytest.mark.parametrize("platform", ["forum", "", "web"])
def test_a_handle_on_some_forum_is_not_one_account(platform: str) -> None:
    a = Described("account", platform=platform, handle="moderator_7")
    found = compare(a, a)
    assert found.same == ()
    assert not found.suggested
    assert level(found, "handle") == "same_elsewhere"
    assert not compare(a, Described("account", accounts=(("forum", "moderator_7"),))).same


HANDLES = ["q7z_wkxv_unheard_of", "mohammedkhan", "x9", "a" * 200, "🔥🔥abc", "truth", "иван_1990"]


@pytest.mark.parametrize("handle", HANDLES)
@pytest.mark.parametrize(
    "named", [{}, {"display_name": "Zbigniew Unheardofski"}, {"names": ("Zbigniew Unheardofski",)}]
)
def test_the_same_handle_elsewhere_never_suffices_with_names_or_alone(handle: str, named: dict[str, Any]) -> None:
    a = Described("account", platform="x", handle=handle, **named)
    b = Described("account", platform="tiktok", handle=handle, **named)
    assert not compare(a, b).suggested


def test_a_rare_handle_says_more_than_a_common_one_and_the_hub_s_own_count_is_heard() -> None:
    terms = shipped().terms
    common = max(terms.handles, key=lambda name: terms.handles[name])

    def bits(handle: str, share: float | None = None) -> float:
        a, b = (
            prepare(Described("account", platform=platform, handle=handle), terms, share) for platform in ("x", "vk")
        )  # fmt: skip
        return next(step.bits for step in weigh(a, b, shipped()).steps if step.comparison == "handle")

    assert bits("q7z_wkxv_unheard_of") > bits(common)
    assert bits("q7z_wkxv_unheard_of") == pytest.approx(
        min(13, log2(shipped().weights["handle"]["same_elsewhere"][0] / terms.handle_least))
    )
    assert bits("q7z_wkxv_unheard_of", 0.01) < bits("q7z_wkxv_unheard_of") - 3


def test_no_comparison_suffices_alone_and_names_never_do() -> None:
    for one in shipped().outcomes:
        assert shipped().prior + best(one, shipped().terms) < shipped().threshold
    names = dict.fromkeys(("names",), ("Zbigniew Unheardofski",))
    assert not compare(Described("suspect", **names), Described("suspect", **names)).suggested


def test_names_with_another_kind_of_evidence_are_suggested() -> None:
    a, b = of("Zbigniew Unheardofski", outcode="LS1"), of("Unheardofski, Zbigniew", outcode="LS1")
    assert compare(a, b).suggested
    assert not compare(of("Mohammed Khan", place="Leeds"), of("Mohammed Khan", place="Leeds")).suggested


def test_the_rule_of_two_kinds_is_what_holds_names_back(monkeypatch: pytest.MonkeyPatch) -> None:
    a = Described("account", platform="x", handle="q7z_wkxv_unheard_of", display_name="Zbigniew Unheardofski")
    b = Described("account", platform="vk", handle="q7z_wkxv_unheard_of", display_name="Zbigniew Unheardofski")
    assert not compare(a, b).suggested
    monkeypatch.setattr(model, "KINDS_NEEDED", 1)
    assert compare(a, b).suggested


def test_a_pair_s_weight_says_nothing_of_others_and_cannot_be_added_up() -> None:
    found = compare(of("A B"), of("A B"))
    assert {*Waterfall.__slots__} == {"bits", "prior", "steps", "same", "threshold", "for_kinds"}
    with pytest.raises(AttributeError):
        found.bits = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        found + found  # type: ignore[operator]
    assert {*Model.__slots__}.isdisjoint({"history", "scores", "people"})


def broken(change: str) -> Any:
    said = copy.deepcopy(raw())
    level = said["comparisons"][0]["levels"][0]
    match change:
        case "no format":
            del said["format"]
        case "another format":
            said["format"] = 2
        case "other levels":
            said["levels"] = 99
        case "extra":
            said["scores"] = {}
        case "m of 0":
            level["m"] = 0
        case "u above 1":
            level["u"] = 1.5
        case "text for a number":
            level["u"] = "0.1"
        case "level missing":
            del said["comparisons"][0]["levels"][0]
        case "levels out of order":
            said["comparisons"][0]["levels"].reverse()
        case "comparison missing":
            del said["comparisons"][0]
        case "another comparison":
            said["comparisons"][0]["name"] = "style"
        case "no provenance":
            del said["provenance"]["note"]
        case "a name enough":
            level["u"] = 1e-12
        case "a low threshold":
            said["threshold_bits"] = 0
            said["prior"] = 0.4
        case "a list":
            return [said]
    return said


def test_a_pair_is_explained_in_words_and_bits_and_keeps_no_words_of_the_reports() -> None:
    a = of("Zbigniew Unheardofski", outcode="LS1", bio="secret words here now")
    b = of("Unheardofski, Zbigniew", outcode="M2", accounts=(("x", "id:44"),))
    reason = explain_pair(compare(a, b), shipped())
    assert reason.tier == "person"
    assert "the same name, and few people have it (+" in reason.sentence
    assert "Against it speak: different places (-" in reason.sentence
    assert "%" not in reason.sentence
    kept = json.dumps(reason.evidence)
    assert "nheardofski" not in kept.lower()
    assert "secret" not in kept
    assert reason.evidence["model"]["checked"] == "verify"
    assert sum(bits for *_, bits in reason.evidence["steps"]) == pytest.approx(
        reason.evidence["bits"] - reason.evidence["prior"], abs=0.1
    )


def test_nothing_known_and_hostile_accounts_are_explained_too() -> None:
    nothing = explain_pair(compare(Described("suspect"), Described("suspect")), shipped())
    assert "Nothing that is known" in nothing.sentence
    hostile = Described("account", platform="x", handle="a\u202eb")
    assert "\u202e" not in explain_pair(compare(hostile, hostile), shipped()).sentence


CHANGES = [
    "no format", "another format", "other levels", "extra", "m of 0", "u above 1", "text for a number", "level missing",
    "levels out of order", "comparison missing", "another comparison", "no provenance", "a name enough",
    "a low threshold", "a list",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_breaks_the_schema_or_a_rule_is_no_model(change: str) -> None:
    assert made(broken("nothing"))
    with pytest.raises(BadModel):
        made(broken(change))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"format": NaN}', b"null"])
def test_a_file_that_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises(BadModel):
        load(path)


def test_a_huge_file_is_not_read_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "LARGEST", 10)
    path = tmp_path / "model.json"
    path.write_bytes(SHIPPED.read_bytes())
    with pytest.raises(BadModel, match="too large"):
        load(path)


@pytest.mark.parametrize("text", ["", "\x00", "x", "a" * 10_000, "ab " * 5_000, "\ud800", "🔥", "9" * 5_000])
def test_hostile_pairs_get_a_weight_and_no_error(text: str) -> None:
    said = Described(
        "account", names=(text,) * 30, platform=text, number=text, handle=text, display_name=text, bio=text,
        picture=text, place=text, outcode=text, links=(text,) * 30, contacts=(text,) * 30, accounts=((text, text),) * 9,
    )  # fmt: skip
    for other in (said, of("Mohammed Khan", outcode="LS1", born_from=1990), Described("suspect")):
        assert abs(compare(said, other).bits) < 200
