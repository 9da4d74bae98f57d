"""Compare shows what a machine read on a picture apart from what people wrote, and says that it may be wrong."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from upstander.duties.bundling.tests.making import a_post, alone
from upstander.duties.bundling.tests.test_readings import POST, sent
from upstander.duties.intake.actions.receive import Received
from upstander.engines.previews.tests.screens import screen
from upstander.faces.desk.tests.test_reports import ask, compare_address, shown
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_words_read_by_machine_are_marked_and_said_to_be(
    report: Callable[..., Received], officer: User, signed_in: Callable[[User], Client]
) -> None:
    alone(report, 1, posts=(a_post(number=1, text=POST),))
    second = alone(report, 2, account="I saw this.", files=(sent(screen(POST)),))
    worker.run_all()
    client, address = signed_in(officer), compare_address(second.case, officer)
    assert "read from a picture by machine" in unescape(shown(client, second.case))
    page = unescape(ask(client, second.case, suggestion=address.rstrip("/").rpartition("/")[2]))
    both = page[page.index("Words they share") : page.index("In this case")]
    own, other = both.split("<blockquote")[1:3]
    said = own[own.index("Read from a picture by machine, may be wrong:") :]
    assert "I saw this." not in said
    assert "driven out of this town" in said.replace("\n", " ")
    assert "up-hit--shared" in said
    assert "machine" not in other
