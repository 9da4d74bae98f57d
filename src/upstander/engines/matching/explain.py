"""Say in plain English why two reports may belong together, with the evidence for it as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from upstander.engines.matching.incidents import VERSION as INCIDENTS
from upstander.engines.matching.incidents import Shared, Told
from upstander.engines.matching.keys import ExactKey, Item, Keys, read_by_machine
from upstander.engines.matching.media.film import VERSION as FILMS
from upstander.engines.matching.media.film import Agreement
from upstander.engines.matching.media.picture import VERSION as PICTURES
from upstander.engines.matching.media.picture import Likeness
from upstander.engines.matching.skeleton import VERSION
from upstander.engines.matching.verify import Run, Verification
from upstander.engines.text import escape_controls, visible

BY_MACHINE = "Some of these words were read from a picture by machine and may be wrong."
LONGEST_QUOTE = 120
"""Characters of a shared run that a sentence quotes."""

MOST_NAMED = 4
"""Names, and other words, that a sentence about one incident quotes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two reports may belong together: the tier, one sentence for an officer, and evidence that JSON can hold.

    The sentence quotes what people wrote: escape it where it is shown.
    """

    tier: str
    sentence: str
    evidence: dict[str, Any]


def shared_keys(one: Keys, two: Keys) -> tuple[ExactKey, ...]:
    """The exact keys that two reports have in common, in the order of the first."""
    others = {key.k for key in two.exact}
    return tuple(key for key in one.exact if key.k in others)


def explain_exact(key: ExactKey) -> Reason:
    """The reason that one shared exact key gives."""
    sentence = {
        "post": f"Both reports link to the same {escape_controls(key.display)}.",
        "account": f"Both reports name the same {escape_controls(key.display)}.",
        "file": f"Both reports came with the same {key.display}, identical in every byte.",
        "text": f"Both reports contain the same words: {key.display}.",
    }[key.tier]
    return Reason(key.tier, sentence, {"tier": key.tier, "value": key.value, "version": VERSION})


def explain_words(found: Verification, query_text: str, candidate_text: str) -> Reason:
    """The reason that shared words give: the longest run quoted, with how many held items can contain it."""
    counted = [run for run in found.runs if run.bits is not None]
    best = max(counted or found.runs, key=lambda run: (run.bits or 0.0, run.letters), default=None)
    if best is None:
        sentence = "The two texts share letter sequences, but no run of five letters or more."
    else:
        quote = _quoted(query_text[best.query_start : best.query_end])
        sentence = f"A run of {best.letters} letters is shared: {quote}"
        if best.held_by is not None:
            sentence += f"; {_held(best.held_by, found.total)}"
        if len(found.runs) > 1:
            letters = sum(run.letters for run in found.runs)
            sentence += f". In all {len(found.runs)} runs are shared, {letters} letters together"
        sentence += "."
    evidence = {
        "tier": "words",
        "runs": [_run_evidence(run, query_text, candidate_text) for run in found.runs],
        "letters_shared": sum(run.letters for run in found.runs),
        "rarity_bits": round(found.bits, 1),
        "run_coverage": round(found.run_coverage, 3),
        "containment": round(found.containment, 3),
        "score": round(found.score, 3),
        "items_held": found.total,
        "version": VERSION,
    }
    return Reason("words", sentence, evidence)


def explain_words_of(found: Verification, one: Item, two: Item) -> Reason:
    """The reason that shared words of two items give; of words that stand on a picture, that a machine read them."""
    reason = explain_words(found, one.text, two.text)
    places = [(one, run.query_start) for run in found.runs] + [(two, run.candidate_start) for run in found.runs]
    if any(read_by_machine(item.field_at(start)[0]) for item, start in places):
        return Reason(reason.tier, f"{BY_MACHINE} {reason.sentence}", {**reason.evidence, "read_by_machine": True})
    return reason


def explain_picture(agrees: Likeness, pictures: tuple[int, int]) -> Reason:
    """The reason that two pictures give which look alike; `pictures` are the ids of the two files."""
    sentence = {
        "whole": "A picture of one report looks like a picture of the other",
        "frame": "Once bars and borders are cut, a picture of one report looks like a picture of the other",
        "mirrored": "Turned or mirrored, a picture of one report looks like a picture of the other",
        "part": "A picture of one report looks like a part of a picture of the other",
    }[agrees.how]
    evidence = {
        "tier": "picture",
        "how": agrees.how,
        "distance": agrees.distance,
        "bits": agrees.bits,
        "agree": agrees.agree,
        "pictures": [*pictures],
        "version": PICTURES,
    }
    said = f"{sentence}: {agrees.distance} of the {agrees.bits} bits of their shapes differ"
    if agrees.agree is not None:
        said += f"; laid over each other, they agree closely, to {agrees.agree:.2f} of 1"
    return Reason("picture", f"{said}.", evidence)


def explain_incident(told: Told, query_text: str, candidate_text: str) -> Reason:
    """The reason that two witnesses' own words give: what they both name, and how few others do in those weeks."""
    names = [word for word in told.words if word.named][:MOST_NAMED]
    others = [word for word in told.words if not word.named][:MOST_NAMED]
    said = f"This may be another witness's account of the same incident. Both name {_listed(names, query_text)}"
    if others:
        said += f" and speak of {_listed(others, query_text)}"
    most = max(word.held_by for word in told.words)
    said += f"; any one of these words stands in at most {most} other reports of those weeks, that one included"
    days = "on the same day" if told.days_apart == 0 else f"{told.days_apart} days apart"
    evidence = {
        "tier": "incident",
        "words": [
            {"word": word.said, "name": word.named, "held_by": word.held_by, "rarity_bits": round(word.bits, 1)}
            for word in told.words
        ],
        "runs": [
            {
                "query": [word.one.start, word.one.end],
                "candidate": [word.two.start, word.two.end],
                "query_text": visible(query_text[word.one.start : word.one.end])[0],
                "candidate_text": visible(candidate_text[word.two.start : word.two.end])[0],
            }
            for word in told.words
            if word.one.end and word.two.end
        ],
        "days_apart": told.days_apart,
        "rarity_bits": round(told.bits, 1),
        "version": INCIDENTS,
    }
    return Reason("incident", f"{said}. The two were told {days}.", evidence)


def explain_film(agrees: Agreement, pictures: tuple[int, int]) -> Reason:
    """The reason that the frames of two videos give; `pictures` are the ids of the two files."""
    (near, of), (there, of_there) = agrees.asked, agrees.held
    apart = f"{min(bits for *_, bits in agrees.pairs)} to {max(bits for *_, bits in agrees.pairs)}"
    sentence = (
        f"Videos of both reports look alike: {near} of {of} seconds of one have a frame near one of the other,"
        f" and {there} of {of_there} the other way round. In the nearest, {apart} of 256 bits of their shapes differ."
    )
    evidence = {
        "tier": "video",
        "pictures": [*pictures],
        "frames": {
            str(pictures[0]): [second for second, _, _ in agrees.pairs],
            str(pictures[1]): [second for _, second, _ in agrees.pairs],
        },
        "distances": [bits for *_, bits in agrees.pairs],
        "near": {str(pictures[0]): [*agrees.asked], str(pictures[1]): [*agrees.held]},
        "version": FILMS,
    }
    return Reason("video", sentence, evidence)


def explain(
    exact: Iterable[ExactKey], found: Verification | None, query_text: str, candidate_text: str
) -> list[Reason]:
    """All reasons for one pair, the exact ones first; words only where they pass the verifier."""
    reasons = [explain_exact(key) for key in exact]
    if found is not None and found.passes:
        reasons.append(explain_words(found, query_text, candidate_text))
    return reasons


def _listed(words: Iterable[Shared], text: str) -> str:
    return ", ".join(_quoted(text[word.one.start : word.one.end] or word.said) for word in words)


def _held(held_by: int, total: int) -> str:
    if held_by >= total:
        return f"too few items are held ({total:,}) to say how rare that is"
    return f"at most {held_by:,} of the {total:,} items held contain that run"


def _quoted(text: str) -> str:
    shown = " ".join(escape_controls(visible(text)[0]).split())
    return f"“{shown}”" if len(shown) <= LONGEST_QUOTE else f"“{shown[:LONGEST_QUOTE].rstrip()}...”"


def _run_evidence(run: Run, query_text: str, candidate_text: str) -> dict[str, Any]:
    return {
        "query": [run.query_start, run.query_end],
        "candidate": [run.candidate_start, run.candidate_end],
        "query_text": visible(query_text[run.query_start : run.query_end])[0],
        "candidate_text": visible(candidate_text[run.candidate_start : run.candidate_end])[0],
        "letters": run.letters,
        "held_by_at_most": run.held_by,
        "rarity_bits": None if run.bits is None else round(run.bits, 1),
    }
