"""The rules point at the words they say they point at, in the text as it was given."""

import random
import time

import pytest
from hypothesis import given, settings

from upstander.engines.triage import rules
from upstander.engines.triage.lexicon import Lexicon, Term
from upstander.engines.triage.signals import Hit, signals
from upstander.engines.triage.tests.test_fold import ODD
from upstander.engines.triage.tests.words import lexicon

EMPTY = Lexicon([], version="none")

POINTS_AT = {
    "threat.first_person": [
        "I am going to kill you",
        "we'll burn it",
        "i would love to see them hang",
        "Dwi'n mynd i dy ladd di",
    ],
    "threat.should_be": [
        "They should all be shot",
        "he deserves to die",
        "she needs a noose",
        "maen nhw'n haeddu marw",
    ],
    "threat.imperative": [
        "Kill them all",
        "let's burn this place",
        "Time to hang the lot of them, all of them. Shoot them",
    ],
    "threat.consequence": [
        "watch your back",
        "You're next",
        "I know where you live",
        "you will regret it",
        "kill yourself",
    ],
    "threat.wish_death": ["I hope you and yours die", "hoping he gets cancer"],
    "incite.gather": ["meet outside the mosque", "Everyone to the station at 7pm", "bring petrol tonight"],
    "incite.property": ["burn down the mosque", "set fire to that hotel"],
    "dox.postcode": ["she is at LS1 1UR", "sw1a 2aa"],
    "dox.phone": ["call 07700 900123", "+44 7700 900 123"],
    "dox.lives_at": ["he lives at 12 Example Street", "works on the Market Place"],
    "vuln.child": ["my little daughter", "she is in year 9", "a 12-year-old"],
    "vuln.impact": ["I am scared to go out", "I can't sleep", "panic attacks", "I don't feel safe"],
    "repeat": ["it happened again", "every single day", "for three weeks", "he keeps shouting", "already reported"],
}
BENIGN = [
    "My friend is coming to dinner tonight.",
    "The film was a bomb.",
    "We met outside the mosque last year and it was lovely.",
    "The meeting is at noon in the town hall.",
    "I read about the history of hangings.",
    "They are the best neighbours we ever had.",
]


def hits(text: str) -> list[Hit]:
    return list(signals(text, EMPTY, language=False).hits)


def test_every_rule_is_shown_here() -> None:
    assert set(POINTS_AT) == {rule.code for rule in rules.RULES}
    assert len(rules.RULES) == 13


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in POINTS_AT.items() for text in texts])
def test_a_rule_points_at_its_wording(rule: str, text: str) -> None:
    assert rule in {hit.rule for hit in hits(text)}


@pytest.mark.parametrize("text", BENIGN)
def test_ordinary_sentences_bring_nothing_forward(text: str) -> None:
    assert not signals(text, EMPTY, language=False).threat


@pytest.mark.parametrize(
    ("text", "reported", "negated"),
    [
        ("I will kill you", False, False),
        ("He said I will kill you", True, False),
        ('They wrote: "I will kill you', True, False),
        ("I will never kill you", False, True),
        ("Nobody should be shot for it", False, True),
        ("I don't want to kill you", False, True),
        ('"It is fine." I will kill you', False, False),
    ],
)
def test_whose_wording_it_is(text: str, reported: bool, negated: bool) -> None:
    threats = [hit for hit in hits(text) if hit.is_threat]
    assert threats
    assert {(hit.reported, hit.negated) for hit in threats} == {(reported, negated)}
    assert signals(text, EMPTY, language=False).threat == (not reported and not negated)


def test_offsets_lead_through_a_disguise() -> None:
    text = "😀 Ok. W\u200be w1ll b u r n the m\u0336osque, k?"
    (hit,) = [hit for hit in hits(text) if hit.rule == "incite.property"]
    assert text[hit.a : hit.b] == hit.phrase == "b u r n the m\u0336osque"


def test_a_hit_of_both_views_is_one() -> None:
    found = [(hit.rule, hit.a) for hit in hits("Wé will kill you, scum")]
    assert len(found) == len(set(found))


@given(ODD)
@settings(max_examples=150)
def test_what_is_pointed_at_lies_in_the_text(text: str) -> None:
    text = "I will kill you " + text + " burn the mosque"
    found = signals(text, lexicon(), language=False)
    for each in (*found.hits, *found.mentions):
        assert 0 <= each.a < each.b <= len(text)
        assert each.phrase == text[each.a : each.b]


WORST = [
    "i ",
    "i will ",
    "we should all be ",
    "bring weapons ",
    "kill ",
    "just ",
    "lives at ",
    "lives at 1 a b c d ",
    "hope ",
    "a" * 29 + " ",
    "i    ",
    ". ",
    "07",
    "077 ",
    "my little ",
    "keeps ",
    "for ",
    "'",
    '"',
    "should get a a ",
    "\x00",
    "İ",
]


@pytest.mark.parametrize("piece", WORST)
def test_no_text_takes_long(piece: str) -> None:
    spent = []
    for length in (5_000, 20_000):
        began = time.process_time()
        signals((piece * length)[:length], lexicon(), language=False)
        spent.append(time.process_time() - began)
    assert spent[1] < 20 * max(spent[0], 0.005), "four times the text must not take twenty times as long"


def test_mixed_pieces_do_not_take_long() -> None:
    rng = random.Random(1)
    for _ in range(5):
        text = "".join(rng.choice(WORST) for _ in range(8_000))[:20_000]
        began = time.process_time()
        signals(text, lexicon(), language=False)
        assert time.process_time() - began < 2


def test_a_pattern_repeats_nothing_without_end() -> None:
    """The bound is in the patterns themselves: no `+`, `*` or open `{n,}` but over what cannot be given back."""
    import re

    for rule in rules.RULES:
        bare = re.sub(r"\[(?:\\.|[^\]])*\]", "c", rule.pattern.pattern).replace(r"\+", "p").replace("}+", "}")
        assert not re.search(r"[*+]|\{\d+,\}", bare), rule.code


class TestStrands:
    def test_a_word_suggests_its_strand(self) -> None:
        found = signals("They shouted at the Muslim women outside the mosque.", lexicon(), language=False)
        assert found.strands[0] == "religion"
        assert "sex" in found.strands
        assert all(mention.phrase for mention in found.mentions)

    @pytest.mark.parametrize(
        ("text", "strand"),
        [
            ("Mae'r Mwslimiaid yn ein tref ni", "religion"),
            ("pobl hoyw", "sexual_orientation"),
            ("mewnfudwyr", "race"),
            ("person anabl", "disability"),
            ("menywod traws", "transgender"),
            ("y menywod", "sex"),
        ],
    )
    def test_welsh_words(self, text: str, strand: str) -> None:
        assert strand in signals(text, lexicon(), language=False).strands

    def test_a_common_word_needs_people_beside_it(self) -> None:
        words = Lexicon([Term("race", "white", alone=False)], version="1")
        assert not words.find("a white car")
        assert words.find("white people")
        assert words.find("all white people")

    def test_endings_plurals_and_following_words(self) -> None:
        words = Lexicon(
            [Term("a", "mosqu*"), Term("b", "mixed race"), Term("c", "jew"), Term("d", "lady boy*")], version="1"
        )
        found = {each.strand for each in words.find("mosques mixed race jews ladyboy lady boys jewel")}
        assert found == {"a", "b", "c", "d"}
        assert not words.find("jewel mixed")

    def test_disguised_words_are_found(self) -> None:
        assert "religion" in signals("those mu5l1ms", lexicon(), language=False).strands


def test_the_version_names_rules_and_words() -> None:
    assert signals("", EMPTY).version == f"rules {rules.VERSION}, words none"
