"""The Welsh catalogue holds every text of the page kit, and what runs is what was written."""

import gettext
import re
from io import BytesIO

import pytest

from upstander.config import messages

STRAY = re.compile(r"%\(\w+\)[sd]|%\{\w+\}")


def test_compiled_catalogue_is_up_to_date() -> None:
    written = gettext.GNUTranslations(BytesIO(messages.compiled(messages.catalogue())))
    with (messages.PLACE / "django.mo").open("rb") as file:
        running = gettext.GNUTranslations(file)
    assert running._catalog == written._catalog, "run python -m upstander.config.messages"


def test_every_text_of_the_kit_is_in_the_catalogue_with_welsh() -> None:
    known = messages.catalogue()
    missing = []
    for name, message, context in messages.found("faces/kit"):
        entry = known.get(message if isinstance(message, str) else message[0], context)
        if entry is None or not all(messages._strings(entry.string)):
            missing.append((name, message))
    assert missing == []


def test_every_translation_keeps_the_places_to_be_filled() -> None:
    for message in messages.catalogue():
        if not message.id:
            continue
        wanted = set(STRAY.findall(message.id if isinstance(message.id, str) else message.id[0]))
        for string in messages._strings(message.string):
            assert not string or set(STRAY.findall(string)) == wanted, message.id


def test_catalogue_says_that_nobody_has_checked_it() -> None:
    assert "checked: verify" in (messages.PLACE / "django.po").read_text()


@pytest.mark.parametrize("suffix", ["po", "mo"])
def test_both_files_are_there(suffix: str) -> None:
    assert (messages.PLACE / f"django.{suffix}").stat().st_size > 1000
