"""Hand the words that law keeps to the engine that looks for them."""

from datetime import date
from functools import lru_cache

from upstander.engines.triage.lexicon import Lexicon, Term
from upstander.law import lexicon as law


@lru_cache(maxsize=4)
def lexicon_on(on: date) -> Lexicon:
    """Return the words that hold on a day, ready to be looked for."""
    terms = [Term(entry.strand, word, entry.alone) for entry in law.words(on) for word in entry.words]
    return Lexicon(terms, version=law.version())
