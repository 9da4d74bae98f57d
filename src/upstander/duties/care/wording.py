"""Word an update: plain text from coded reasons, in the language of the person who reads it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import gettext, override
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from upstander.law.disposition import UnknownReason, closing_reason
from upstander.law.places import UnknownForce, force
from upstander.law.support import services

LETTERS = Path(__file__).parent / "letters"
LANGUAGES = ("en", "cy")
FOLLOW = "/follow"
"""Where someone follows a report; no link that signs anybody in is ever sent."""


@dataclass(frozen=True)
class Facts:
    """All that a letter may say of a report: never its content, never a person."""

    reference: str
    on: date
    reasons: tuple[str, ...] = ()
    """Keys of closing reasons in law.disposition."""
    force: str = ""
    """The code of the force that was asked or has it."""


def language_of(code: str) -> str:
    """Return the folder of letters for a language code such as `en-gb`; English where there is none."""
    short = code.split("-")[0].lower()
    return short if short in LANGUAGES else "en"


def subject(language: str) -> str:
    """Return the subject of every letter: it tells a person who looks over a shoulder nothing."""
    return str(_words(language)["subject"])


def heading(letter: str, language: str) -> str:
    """Return the short title of an update, for the tracking page."""
    return str(_words(language)["headings"][letter])


def paragraphs(letter: str, facts: Facts, language: str) -> list[str]:
    """Return what the update says, paragraph by paragraph, as both the letter and the tracking page show it."""
    text = _letters().get_template(f"{language}/{letter}.txt").render(
        reference=facts.reference, reasons=sentences(facts.reasons, facts.on, language),
        force=force_name(facts.force, language),
    )  # fmt: skip
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def whole_letter(letter: str, facts: Facts, language: str) -> str:
    """Return the letter as it is sent: the update, where to go on, how to complain and who else helps."""
    # Only services for everyone: one for a faith or a group would tell who reads over the shoulder what it is about.
    helpers = [each.name for each in services(facts.on, area="england_wales") if not each.strands]
    return _letters().get_template(f"{language}/_letter.txt").render(
        paragraphs=paragraphs(letter, facts, language), reference=facts.reference, page=settings.BASE_URL + FOLLOW,
        services=helpers,
    )  # fmt: skip


def sentences(reasons: Sequence[str], on: date, language: str) -> list[str]:
    """Return the sentence of each coded reason; a code that the law of the day does not have is left out."""
    found = []
    for key in reasons:
        try:
            reason = closing_reason(key, on)
        except UnknownReason:
            continue
        found.append(str(_words(language)["reasons"].get(reason.sentence_key) or reason.sentence))
    return found


def force_name(code: str, language: str) -> str:
    """Return the name of a force, the Welsh one in Welsh where it has one; nothing where the law no longer has it."""
    try:
        with override(language):
            return gettext(force(code).name) if code else ""
    except UnknownForce:
        return ""


@cache
def _letters() -> Environment:
    return Environment(  # plain text, not HTML: the tracking page escapes what it shows of it
        loader=FileSystemLoader(LETTERS), undefined=StrictUndefined, autoescape=False, trim_blocks=True,  # noqa: S701
        lstrip_blocks=True,
    )  # fmt: skip


@cache
def _words(language: str) -> dict[str, dict[str, str]]:
    with (LETTERS / language / "_words.yaml").open("rb") as file:
        return dict(yaml.load(file, Loader=yaml.CSafeLoader))
