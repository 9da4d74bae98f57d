"""The hub's own words, for tests that need a lexicon."""

from datetime import date

from upstander.engines.triage.lexicon import Lexicon
from upstander.record.cases.lexicon import lexicon_on


def lexicon() -> Lexicon:
    return lexicon_on(date(2026, 11, 20))
