"""Somebody is found however their name is written, nobody else is, and nothing found is shown."""

import pytest

from upstander.engines.disclosure.identity import Search, Someone, mask

ROBIN = Someone(
    "Robin Ødegård Canary",
    "robin.canary+hub@post.example.org",
    "+44 (0)7700 900 123",
    "12a Feather Lane, Leeds LS1 1UR",
)

WRITTEN = [
    "It was Robin Ødegård Canary who wrote.",
    "it was ROBIN ODEGARD CANARY",
    "Canary, Robin",
    "robin_canary",
    "RobinCanary.png",
    "Ro\u200bbin Ca\u00adnary",
    "\uff32\uff4f\uff42\uff49\uff4e Canary",
    "robin.canary+hub@post.example.org",
    "ROBIN.CANARY+HUB@POST.EXAMPLE.ORG",
    "robin.canary+hub%40post.example.org",
    "robin.canary+hub [at] post [dot] example.org",
    "07700900123",
    "07700 900-123",
    "+447700900123",
    "0044 7700 900123",
    "12A Feather Lane",
    "12a, feather lane, leeds",
]  # fmt: skip
OTHERS = [
    "Robin sat on the fence.",
    "Robinson Canaryton",
    "canary@post.example.org",
    "not.canary+hub@post.example.org",
    "17700900123",
    "077009001234",
    "112a Feather Lane",
    "LS1 1UR",
    "Leeds",
    "",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_somebody_is_found_however_it_is_written(text: str) -> None:
    assert any(hit.sure for hit in Search([ROBIN]).hits(text))


@pytest.mark.parametrize("text", OTHERS)
def test_nobody_else_is_found(text: str) -> None:
    assert not [hit for hit in Search([ROBIN]).hits(text) if hit.sure]


def test_a_surname_alone_is_found_and_is_not_sure() -> None:
    [hit] = Search([ROBIN]).hits("Mrs Canary wrote.")
    assert (hit.kind, hit.sure) == ("part of a name", False)


def test_whom_the_hub_knows_as_its_own_is_not_looked_for() -> None:
    search = Search([Someone(name="Alex Stone")], ignoring=["Alex Stone", "PC Bell"])
    assert not list(search.hits("Decided by Alex Stone."))


def test_nothing_is_looked_for_where_nothing_is_known() -> None:
    assert not Search([Someone()])
    assert Search([Someone()]).without("As it was.") == "As it was."


def test_what_names_somebody_is_replaced_and_the_rest_stays() -> None:
    text = "I am Robin Canary (robin.canary+hub@post.example.org). Mrs Canary, I say, ring 07700 900123!"
    assert Search([ROBIN]).without(text) == (
        "I am [name kept by the hub] ([e-mail address kept by the hub]). Mrs Canary, I say, "
        "ring [telephone number kept by the hub]!"
    )
    assert "Canary" not in Search([ROBIN]).without(text, parts=True)


def test_places_are_those_of_the_text_itself() -> None:
    text = "ﬁrst: Zoë and \u202eRobin Canary\u202c."
    [hit] = [each for each in Search([ROBIN]).hits(text) if each.sure]
    assert text[hit.start : hit.end] == "Robin Canary"


def test_nothing_found_is_shown() -> None:
    for text in WRITTEN:
        for hit in Search([ROBIN]).hits(text):
            assert not set(hit.masked.lower().replace("@", " ").split()) & {"robin", "canary", "feather", "7700900123"}
    assert mask("Robin Canary") == "R**** C*****"
