"""What may be another witness's account is said as a question, and the words behind it are shown to whoever asks."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from upstander.duties.bundling.tests.making import alone, looked
from upstander.duties.intake.actions.receive import Received
from upstander.engines.matching import incidents
from upstander.engines.matching.tests.test_incidents import FIRST, SECOND
from upstander.faces.desk.tests.test_reports import ask, compare_address, shown
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


def test_the_words_behind_another_witness_s_account_are_hidden_until_asked_for_and_then_marked(
    report: Callable[..., Received], officer: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("RARE_NAME", "RARE_OTHERS", "FEWEST_BITS"):
        monkeypatch.setattr(incidents, limit, 1.0)
    for number in range(10, 16):
        alone(report, number)
    first, second = alone(report, 1, account=FIRST), alone(report, 2, account=SECOND)
    looked(second.report)
    client, address = signed_in(officer), compare_address(second.case, officer)
    listed = unescape(shown(client, second.case))
    assert "Perhaps the same incident" in listed
    assert "This may be another witness's account of the same incident." in listed
    assert "megaphone" not in listed + client.get(address).content.decode()
    page = unescape(ask(client, second.case, suggestion=address.rstrip("/").rpartition("/")[2]))
    both = page[page.index("Words they share") : page.index("In this case")]
    both = both.replace("<bdi>", "").replace("</bdi>", "")
    marked = [piece.split("</mark>")[0] for piece in both.split('<mark class="up-hit up-hit--shared">')[1:]]
    assert {"Brannwell", "Arcade", "megaphone", "flour", "skip"} <= set(marked)
    assert first.report.reference in both
