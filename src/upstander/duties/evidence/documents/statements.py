"""Draft witness statements (after form MG11) from the copy of a case: for who reported, and for who produces exhibits.

A draft is nobody's statement. It says what the hub holds, leaves open in square brackets what it does not, and leaves
declaration and signature to the form.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from upstander.duties.evidence.documents.word import Block, Heading, Table, document

FOLDER = "statements"
RANKS = ("pc", "dc", "ps", "ds", "insp", "di", "dci", "supt", "dsupt", "mr", "mrs", "ms", "miss", "mx", "dr")
"""What is no part of somebody's initials."""
WORDS = "What happened, in the reporter's words"
WHY = "Why they think that it is hostile"
DRAFT = (
    "THIS IS A DRAFT AND NOBODY'S STATEMENT. It was made by software from what the hub holds, and nobody has read, "
    "declared or signed it. Whoever makes the statement corrects it in their own words, and declares and signs it on "
    "the form of their force. What stands in [square brackets] is to be asked or completed."
)
DECLARATION = (
    "Declaration and signature: on the form MG11. [verify: the wording of the declaration in force; this draft gives "
    "none]"
)
ASKED = "Evidence package asked for"
"""The sentence of the journal for who asked for the package: they produce the exhibits."""
NOT_SAID = "not known"


def statements(case: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the drafts by file name: one for each victim who reported and may be reached, one for each officer."""
    made = {}
    for number, victim, reports in _complainants(case):
        made[f"MG11-draft-victim-{number}.docx"] = _written(case, _complainant(case, number, victim, reports))
    for number, officer in enumerate(_officers(case), 1):
        made[f"MG11-draft-officer-{number}.docx"] = _written(case, _officer(case, officer))
    return {f"{FOLDER}/{name}": content for name, content in made.items()}


def undrafted(case: Mapping[str, Any]) -> list[str]:
    """Return the labels of the victims for whom nothing is drafted: spoken for by others, or not to be contacted."""
    drafted = {number for number, _, _ in _complainants(case)}
    return [each["label"] for number, each in enumerate(case["victims"], 1) if number not in drafted]


def initials(name: str) -> str:
    """Return the letters that stand before the numbers of what somebody produces: AO for PC Amara Osei."""
    words = [word for word in name.replace("-", " ").split() if word.lower().strip(".") not in RANKS]
    return "".join(word[0].upper() for word in words if word[0].isalpha()) or "[initials]"


def _written(case: Mapping[str, Any], blocks: Iterable[Block]) -> bytes:
    running = f"{case['handling']['marking']}   DRAFT, UNSIGNED   {case['reference']}, version {case['version']}"
    return document(list(blocks), running=running, by=case["hub"]["name"], at=case["made_at"])


def _complainants(case: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Yield each victim who reported themselves and agreed to be contacted, with their reports."""
    for number, victim in enumerate(case["victims"], 1):
        reports = [each for each in case["reports"] if each["reference"] in victim["label"]]
        reached = not any(rule.startswith("No contact") for rule in victim["contact_rules"])
        if reports and reached and all(each["reporter"] == "victim" for each in reports):
            yield number, victim, reports


def _complainant(
    case: Mapping[str, Any], number: int, victim: Mapping[str, Any], reports: Sequence[Mapping[str, Any]]
) -> Iterator[Block]:
    references = [each["reference"] for each in reports]
    yield from _head(f"[name: the hub keeps it; ask for it under {references[0]}]", victim["label"])
    for report in reports:
        when = _day(report["received_at"])
        yield f"I reported this to {case['hub']['name']} on {when}. It numbered my report {report['reference']}."
        said = {each["question"]: each["answer"] for each in report["answers"]}
        if words := said.get(WORDS):
            yield Heading("What I told the hub, in my words")
            yield words
        if why := said.get(WHY):
            yield Heading("Why I believe that it is hostile")
            yield why
        for answer in report["answers"]:
            if answer["question"].startswith("Added on "):
                yield f"{answer['question']} I added: {answer['answer']}"
    held = [each for each in case["exhibits"] if each["report"] in references]
    if held:
        yield Heading("What I produce")
        yield (
            "I gave the hub what is listed here. I produce it under my initials and the hub's number. "
            "[For each: when, where and with what I took it, and whether it is all that I saw.]"
        )
        yield _exhibits("[initials]", held)
    yield Heading("What it did to me")
    yield (
        "[What this did to me and to others. A victim personal statement is offered separately: when, and whether I "
        "want one.]"
    )
    yield Heading("What I need")
    yield "; ".join([*victim["needs"], *victim["contact_rules"]]) + ". [Special measures, and anything else I need.]"
    yield DECLARATION


def _officers(case: Mapping[str, Any]) -> list[str]:
    """Return who asked for the package and every officer who captured something, each once."""
    asked = [each["actor"] for each in case["custody"]["events"] if each["verb"] == ASKED][-1:]
    captured = [by for each in case["exhibits"] if (by := _captured_by(each))]
    return list(dict.fromkeys([*asked, *(by for by in captured if not any(by in each for each in asked))]))


def _captured_by(exhibit: Mapping[str, Any]) -> str:
    """Return the officer who captured it, by name; empty where nobody says that an officer did."""
    captured = exhibit["captured"]
    return (captured["by"] or "") if captured["capacity"] == "officer" else ""


def _officer(case: Mapping[str, Any], officer: str) -> Iterator[Block]:
    name, _, role = officer.partition(", ")
    yield from _head(name, f"{role or 'officer'}, {case['hub']['name']}")
    yield f"I am {name}{f', {role}' if role else ''}, of {case['hub']['name']}. [Number, unit, length of service.]"
    own = [each for each in case["exhibits"] if _captured_by(each) == name]
    asked = any(each["actor"] == officer and each["verb"] == ASKED for each in case["custody"]["events"])
    if asked:
        yield (
            f"I had version {case['version']} of the evidence package of case {case['reference']} made on "
            f"{_day(case['made_at'])}. The software of the hub (Upstander {case['software']['version']}) put it "
            "together and sealed it."
        )
    produced = case["exhibits"] if asked else own
    if own:
        yield Heading("What I captured")
        yield (
            "I captured what is listed here myself, as described. [Confirm each: I opened it, when, with what, and "
            "that it is what I saw.]"
        )
        yield Table(("Exhibit", "When", "With what", "How complete", "Authority"), [_capture(each) for each in own])
    yield Heading("What I produce")
    yield (
        "I produce the following. Each file was stored by the hub when it came in, under its SHA-256, and has the same "
        "SHA-256 in the package. [Confirm.]"
    )
    yield _exhibits(initials(name), produced)
    yield Heading("Continuity")
    yield (
        "The hub's journal keeps every act; the acts about this case stand in data/custody and in the report, and are "
        f"proven under the checkpoint of {case['custody']['size']} entries that the package holds. What was known of "
        "the hub's clock stands in data/build.json."
    )
    yield from case["limits"]
    yield DECLARATION


def _head(name: str, who: str) -> Iterator[Block]:
    yield Heading("Witness statement: draft after form MG11")
    yield DRAFT
    yield Table(
        ("Box", "What stands in it"),
        [
            ("Statement of", name),
            ("Who this is", who),
            ("Age if under 18", "[to be completed]"),
            ("Occupation", "[to be completed]"),
            ("Unique reference number", "[to be completed]"),
        ],
    )


def _exhibits(letters: str, held: Sequence[Mapping[str, Any]]) -> Table:
    rows = [
        (
            f"{letters}/{number}",
            each["ref"],
            each["title"] + (f" ({each['withheld']})" if each["withheld"] else ""),
            f"{_day(each['received']['at'])}, {each['received']['method']}",
            each["files"][0]["sha256"] if each["files"] else "no file: words as told",
        )
        for number, each in enumerate(held, 1)
    ]
    return Table(("Produced as", "Exhibit", "What it is", "Received by the hub", "SHA-256"), rows)


def _capture(exhibit: Mapping[str, Any]) -> tuple[str, ...]:
    captured = exhibit["captured"]
    tool = "; ".join(each for each in (captured["tool"], captured["settings"]) if each)
    return (
        exhibit["ref"], captured["at"] or NOT_SAID, tool or NOT_SAID, exhibit["condition"]["completeness"] or NOT_SAID,
        captured["authority"] or NOT_SAID,
    )  # fmt: skip


def _day(at: str) -> str:
    """Return a moment of the copy as a day and an hour with its zone, as people say it."""
    moment = datetime.fromisoformat(at)
    return f"{moment:%d %B %Y at %H:%M} ({moment.tzname()})".lstrip("0")
