"""Name the language of a text where two independent recognisers agree; otherwise say that it is not sure."""

from functools import cache
from threading import Lock
from typing import Any

from upstander.engines.triage.fold import light

NOT_SURE = "not sure"
SUPPORTED = frozenset({"en", "cy"})
"""Languages whose wording the rules and strand words know: English, and in part Welsh."""
FEWEST_LETTERS = 12
MOST_READ = 2_000
"""Characters that are read; more does not make it surer."""

_ONE_AT_A_TIME = Lock()
"""Neither library promises that two threads may ask the same recogniser at once."""


def language_of(text: str) -> str:
    """Return the code of the language (`en`, `cy`, ...), or `not sure`. Never raises on any text, or where one
    of the libraries has no build for this machine."""
    words = light(text[: 2 * MOST_READ].encode("utf-8", "replace").decode())[:MOST_READ].replace("\x00", " ")
    if sum(map(str.isalpha, words)) < FEWEST_LETTERS:
        return NOT_SURE
    recognisers = _recognisers()
    if recognisers is None:
        return NOT_SURE
    neural, statistical = recognisers
    with _ONE_AT_A_TIME:
        one, two = neural.FindLanguage(words).language, str(statistical.classify(words)[0])
    return two if one.partition("-")[0] == two and "-" not in one else NOT_SURE


@cache
def _recognisers() -> tuple[Any, Any] | None:
    """Load both models, which come inside their packages; nothing is fetched."""
    try:
        import gcld3
        import py3langid
    except ImportError:
        return None
    py3langid.classify("a first text, so that the model is loaded once")
    return gcld3.NNetLanguageIdentifier(0, MOST_READ), py3langid
