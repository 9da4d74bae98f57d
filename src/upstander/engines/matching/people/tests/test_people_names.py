"""Names: spelling, order, other letters, particles, single names; and names that only look alike."""

import pytest

from upstander.engines.matching.people.names import LONGEST, MOST_PARTS, fold, read
from upstander.engines.matching.people.romanising import romanised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Khan", "KHAN, Muhammad"),
        ("Mohammed Khan", "Mohamed khan"),
        ("Mohammed Khan", "محمد خان"),
        ("Yusuf Demir", "Yousef Demir"),
        ("Yusuf", "يوسف"),
        ("Oleksandr Kovalenko", "Олександр Коваленко"),
        ("Łukasz Wiśniewski", "Lukasz Wisniewski"),
        ("Şahin Yılmaz", "Sahin Yilmaz"),
        ("Abd al-Rahman al-Masri", "Abdulrahman Masri"),
        ("Abdul Rahman Masri", "Abdurrahman al-Masri"),
        ("Sean O'Brien", "O Brien Sean"),
        ("Mc Donald Iain", "Ian McDonald"),
        ("Dafydd ap Gwilym", "Dafydd Gwilym"),
        ("Vincent van Dorn", "Vincent Dorn"),
        ("Jean-Paul Marc", "Jean Paul Marc"),
        ("Sara Cohen", "שרה כהן"),
        ("Γιώργος Νικολάου", "Giorgos Nikolaou"),
        ("Wang Wei", "Wei Wang"),
        ("Fatimah Shaikh", "Fatima Sheikh"),
        ("Mr Tom Clark", "Tom Clarke"),
        ("Dafydd\u200b Jones", "Dafydd Jones"),
        ("ＤＡＦＹＤＤ Jones", "Dafydd Jones"),
    ],
)
def test_one_name_written_in_two_ways_has_one_form(one: str, other: str) -> None:
    assert read(one).folded == read(other).folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yusuf", "Joseph"),
        ("Hassan", "Hussein"),
        ("Mohammed Khan", "Mahmoud Khan"),
        ("Maria", "Mira"),
        ("Ali", "Eli"),
        ("Oleksandr", "Alexander"),
        ("Karim", "Karam"),
        ("Gurpreet Singh", "Gurdeep Singh"),
        ("王伟", "王芳"),
    ],
)
def test_names_of_two_people_are_kept_apart(one: str, other: str) -> None:
    assert read(one).folded != read(other).folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Oleksandr", "Alexander"), ("Alex", "Aleksandr"), ("Bill", "William"), ("Kate", "Kateryna"), ("Moshe", "Moses")],
)
def test_short_and_foreign_forms_share_a_root_and_no_more(one: str, other: str) -> None:
    assert read(one).root == read(other).root
    assert read(one).folded != read(other).folded


def test_yusuf_and_joseph_share_not_even_a_root() -> None:
    assert read("Yusuf").root != read("Joseph").root


def test_particles_that_are_names_stay() -> None:
    assert read("Ben Smith").written == "ben smith"
    assert read("Nguyen Van").written == "nguyen van"
    assert read("al-Hassan").written == "hassan"


def test_initials_and_single_names() -> None:
    name = read("J. Smith")
    assert ([part.written for part in name.parts], name.initials) == (["smith"], ("j",))
    assert [part.written for part in read("Prince").parts] == ["prince"]
    assert read("محمد").hides_vowels
    assert not read("Mohammed").hides_vowels


def test_consonants_are_used_of_long_names_only() -> None:
    assert read("Ibrahim Mansour").consonants == read("ابراهيم منصور").consonants
    assert read("Omar Ali").consonants == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        " ",
        "\x00\x01\x1f",
        "\u202e\u200b",
        "x",
        "'",
        "-" * 500,
        "\ud800",
        "9" * 50,
        "🔥🔥",
        "ap",
        "Al",
        "Mr",
        "abd al",
    ],
)
def test_nothing_breaks_the_reader(hostile: str) -> None:
    name = read(hostile)
    assert isinstance(name.folded, str)
    assert all(part.folded for part in name.parts)


@pytest.mark.parametrize("text", ["a" * 10_000, "ab " * 5_000, "al-" * 5_000, "\u0301" * 10_000, "O'" * 5_000])
def test_a_very_long_name_is_cut(text: str) -> None:
    name = read(text)
    assert len(name.written) <= LONGEST
    assert len(name.parts) <= MOST_PARTS


def test_letters_without_a_table_stay() -> None:
    assert romanised("ひらがな") == "ひらかな"
    assert fold("한국") == "한국"
