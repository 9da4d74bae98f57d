"""The words are dated, owned, and belong to strands that exist."""

from datetime import date

from upstander.law.lexicon import all_words, version, words
from upstander.law.strands import all_strands

MONITORED = {"race", "religion", "sexual_orientation", "disability", "transgender"}
# Groups of people whom a list of protected characteristics must know, wherever it was compiled.
MUST_KNOW = [
    "lesbian",
    "gay",
    "bisexual",
    "transgender",
    "trans",
    "cis",
    "queer",
    "lgbt",
    "lgbtq",
    "homosexual",
    "straight",
    "heterosexual",
    "male",
    "female",
    "nonbinary",
    "african",
    "black",
    "white",
    "european",
    "hispanic",
    "latino",
    "latina",
    "latinx",
    "mexican",
    "canadian",
    "american",
    "asian",
    "indian",
    "chinese",
    "japanese",
    "christian",
    "muslim",
    "jewish",
    "buddhist",
    "catholic",
    "protestant",
    "sikh",
    "taoist",
    "hindu",
    "old",
    "older",
    "young",
    "younger",
    "teenage",
    "millennial",
    "elderly",
    "blind",
    "deaf",
    "paralysed",
    "disabled",
    "autistic",
    "immigrant",
    "refugee",
    "traveller",
    "roma",
    "goth",
    "pensioner",
]


def test_every_entry_belongs_to_a_strand_and_to_somebody() -> None:
    known = {strand.id for strand in all_strands()}
    for entry in all_words():
        assert entry.strand in known
        assert entry.owner.strip()
        assert entry.language in ("en", "cy")
        assert len(set(entry.words)) == len(entry.words), entry.id


def test_each_monitored_strand_has_names_slurs_and_welsh() -> None:
    held = words(date(2026, 11, 20))
    for strand in MONITORED:
        of_it = [entry for entry in held if entry.strand == strand]
        assert {"name", "slur"} <= {entry.kind for entry in of_it}, strand
        assert "cy" in {entry.language for entry in of_it}, strand


def test_the_groups_that_must_be_known_are() -> None:
    from upstander.record.cases.lexicon import lexicon_on

    found = lexicon_on(date(2026, 11, 20))
    assert [word for word in MUST_KNOW if not found.find(f"{word} people")] == []


def test_no_word_holds_before_its_date() -> None:
    assert words(date(2026, 10, 31)) == ()


def test_the_version_names_the_file() -> None:
    assert len(version()) == 8
