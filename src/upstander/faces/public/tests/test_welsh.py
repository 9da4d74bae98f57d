"""Everything that the public reads is there in Welsh."""

from datetime import date

from upstander.config import messages
from upstander.faces.public import law_words
from upstander.faces.public.tests.conftest import Reporter
from upstander.law.places import forces
from upstander.law.strands import strands

ON = date(2026, 11, 18)


def test_every_text_of_the_public_face_has_welsh() -> None:
    known = messages.catalogue()
    missing = []
    for name, message, context in messages.found("faces/public"):
        entry = known.get(message if isinstance(message, str) else message[0], context)
        if entry is None or not all(messages._strings(entry.string)):
            missing.append((name, message))
    assert missing == []


def test_every_word_of_the_law_that_is_shown_is_named_for_translation() -> None:
    shown = {text for strand in strands(ON) for text in (strand.name, strand.hint) if text}
    assert shown == set(law_words.STRANDS)
    assert {force.phone for force in forces(ON) if force.kind != "special"} == set(law_words.PHONES)
    assert set(law_words.FORCES) <= {force.name for force in forces(ON)}
    assert {force.name for force in forces(ON) if "Wales" in force.name} <= set(law_words.FORCES)


def test_the_whole_form_can_be_answered_in_welsh(reporter: Reporter) -> None:
    reporter.client.get("/?lang=cy")
    reporter.answer_all()
    page = reporter.send().content.decode()
    assert '<html lang="cy"' in page
    assert "Eich cod dychwelyd" in page
    assert "Your return code" not in page
