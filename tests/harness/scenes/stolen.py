"""A working day in which every field that may name a person is filled with a word that is found again wherever it lies.

`hidden` words name someone, or lie where only their author may read: nobody who takes the disk may find one. `words`
are what people say about posts and cases: what of it can be read on disk is counted, not promised away.
"""

import logging
from io import BytesIO
from pathlib import Path
from typing import Any

HIDDEN = (
    "webname", "webmail", "draftmail", "draftname", "apiname", "apimail", "apinote", "importname",
    "importmail", "importnote", "officername", "officermail", "officernote", "lettermail", "lettertext", "signinmail",
    "signinpassword", "tiename", "tiemail", "tiehow", "searched", "session", "brokenname", "brokenmail", "rawbody",
    "apihome", "apiseen", "apidanger", "importhome", "importseen", "importdanger",
)  # fmt: skip
PHONES = ("7700900417", "7700900418", "7700900419", "7700900420")
"""Telephone numbers of the web, the API, the import and an officer's report, without their beginning."""
WORDS = ("account", "why", "posttext", "handle", "filename", "filetext", "reason", "note", "lookreason")


def mark(word: str) -> str:
    """Return the word to be found again."""
    return f"zq{word}qz"


def mail(word: str) -> str:
    """Return an address that holds the word."""
    return f"{mark(word)}@example.org"


def play(broken: str = "") -> dict[str, Any]:
    """Live through the day; `broken`: with encryption switched off, to see that the scan would find it."""
    if broken:
        _encryption_off()
    from upstander.law.access import Role
    from upstander.record.work.worker import run_all

    logging.captureWarnings(True)
    officer, supervisor = _user("PC Abara", Role.HUB_OFFICER), _user("Insp Cole", Role.SUPERVISOR)
    _report_on_the_web()
    _leave_a_draft()
    _send_by_machine()
    _import_a_file()
    received = _enter_a_report(officer)
    _fail_to_sign_in()
    _break_in_the_middle()
    run_all()
    _leave_letters_waiting(received)
    _work_the_case(received, officer, supervisor)
    run_all()
    return {"reports": _count()}


def said(which: str, phone: int) -> dict[str, Any]:
    """Return a report's answers by the names of the API."""
    places = {} if which == "officer" else {  # its case is packaged, and a package says them to the force
        "home": f"{mark(which + 'home')} Street", "seen_from": mark(which + "seen"), "danger": True,
        "danger_place": mark(which + "danger"),
    }  # fmt: skip
    return {
        **places,
        "account": mark("account"),
        "why": mark("why"),
        "strands": ["religion"],
        "posts": [
            {
                "link": f"https://x.com/{mark('handle')}/status/1{phone}",
                "text": mark("posttext"),
                "handle": mark("handle"),
            }
        ],
        "told_as": "victim",
        "targeted": "person",
        "complainant_name": f"{mark(which + 'name')} Person",
        "complainant_email": mail(which + "mail"),
        "complainant_phone": f"0{PHONES[phone]}",
        "complainant_note": mark(which + "note"),
        "contact_means": "email",
    }


def _report_on_the_web() -> None:
    from upstander.faces.public.tests.conftest import Reporter

    reporter = Reporter()
    reporter.answer("danger", danger="no")
    reporter.upload((f"{mark('filename')}.txt", mark("filetext").encode()))
    reporter.answer_all(
        saw={"links": "https://x.com/someone/status/1234567890123456789", "text": mark("posttext")},
        why={"strands": ["religion"], "why": mark("why")},
        contact={"contact_means": "email", "email": mail("webmail"), "phone": f"0{PHONES[0]}", "name": mark("webname")},
    )
    assert b"return code" in reporter.send().content


def _leave_a_draft() -> None:
    from upstander.faces.public.tests.conftest import Reporter

    reporter = Reporter()
    contact = {"contact_means": "email", "email": mail("draftmail"), "name": mark("draftname")}
    assert reporter.answer_all(contact=contact)


def _send_by_machine() -> None:
    from django.test import Client

    from upstander.config.command import main

    main(["organisation", "add", "partner", "--name", "Partner"])
    token = _printed(["token", "add", "partner", "--label", "harness"])
    client = Client(HTTP_HOST="localhost")
    answer = client.post(
        "/api/v1/reports", said("api", 1), "application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k1"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.content


def _import_a_file() -> None:
    import csv
    import tempfile

    from upstander.config.command import main

    answers = said("import", 2)
    (post,) = answers.pop("posts")
    row = {**answers, **post, "strands": "religion", "sender_ref": "one", "danger": "yes"}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:  # the sender's own file is not the hub's to guard
        file = Path(elsewhere) / "rows.csv"
        with file.open("w", newline="") as target:
            writer = csv.DictWriter(target, [*row])
            writer.writeheader()
            writer.writerow(row)
        assert main(["import", str(file), "--from", "partner"]) == 0


def _enter_a_report(officer: Any) -> Any:
    from json import dumps

    from django.utils import timezone

    from upstander.duties.intake.actions.receive import receive
    from upstander.duties.intake.answers import submission_of
    from upstander.duties.intake.submission import SentFile
    from upstander.record.people.actors import acting
    from upstander.record.vault.keeping import deposit, deposit_locked

    answers, at = said("officer", 3), timezone.now()
    sent = SentFile(deposit(BytesIO(mark("filetext").encode())), f"{mark('filename')}.txt")
    raw = deposit_locked(dumps({**answers, "raw": mark("rawbody")}).encode())
    from dataclasses import replace

    whole = replace(submission_of(answers, on=timezone.localdate(at)), files=(sent,), raw=raw)
    return receive(whole, channel="officer", actor=acting(officer), at=at)


def _fail_to_sign_in() -> None:
    from django.test import Client
    from django.urls import reverse

    client = Client(HTTP_HOST="localhost")
    for _ in range(3):
        said = {"login": mail("signinmail"), "password": mark("signinpassword")}
        assert client.post(reverse("account_login"), said).status_code == 200


def _break_in_the_middle() -> None:
    """Let a report that names somebody break inside the action, with everything that it was given in the message."""
    from upstander.duties.intake.actions import receive as taking
    from upstander.faces.public.tests.conftest import Reporter

    reporter, real = Reporter(), taking.keep_keys
    reporter.client.raise_request_exception = False

    def broken(*given: Any, **named: Any) -> None:
        import inspect

        frame = inspect.currentframe()
        submission = frame.f_back.f_locals.get("submission") if frame and frame.f_back else None
        raise RuntimeError(f"it broke on {given!r} {named!r} {submission!r}")

    taking.keep_keys = broken  # type: ignore[assignment]
    try:
        contact = {"contact_means": "email", "email": mail("brokenmail"), "name": mark("brokenname")}
        reporter.answer_all(contact=contact)
        assert reporter.send().status_code == 500
    finally:
        taking.keep_keys = real


def _leave_letters_waiting(received: Any) -> None:
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from upstander.record.outbox.models import Message
    from upstander.record.outbox.posting import Letter, post

    later = timezone.now() + timedelta(days=1)
    with transaction.atomic():
        letter = Letter(mail("lettermail"), "About your report", mark("lettertext"))
        waiting = post(letter, kind="received", about=received.report, not_before=later)
        doubt = post(letter, kind="received", about=received.report, not_before=later)
        Message.objects.filter(pk=doubt.pk).update(state=Message.State.IN_DOUBT)
    assert waiting.pk


def _work_the_case(received: Any, officer: Any, supervisor: Any) -> None:
    """Decide it, look who it is, search, declare a tie, leave a form half filled in, build a package, offer it."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from upstander.duties.casework.actions.add_note import add_note
    from upstander.duties.casework.actions.declare_connection import declare_connection
    from upstander.duties.evidence.models import Package
    from upstander.duties.evidence.tests import story
    from upstander.faces.account.testing import sign_in
    from upstander.record.cases.identities import open_identity
    from upstander.record.people.actors import acting

    at = timezone.now()
    case = story.decided(received, officer, supervisor)
    add_note(case=case, kind="fact", text=mark("note"), actor=acting(officer), at=at)
    open_identity(
        report=received.report,
        case=case,
        actor=acting(supervisor),
        reason=mark("lookreason"),
        page="desk:identity",
        at=at,
    )
    for kind, what in (("name", f"{mark('tiename')} Person"), ("email", mail("tiemail"))):
        declare_connection(kind=kind, said=what, how=mark("tiehow"), actor=acting(officer), at=at)
    client = Client(HTTP_HOST="localhost")
    sign_in(client, officer)
    session = client.session
    session["half a form"] = {"reasons": mark("session")}
    session.save()
    client.get(reverse("desk:queue"), {"reference": mark("searched")})
    answer = client.post(reverse("desk:search"), {"typed": mail("searched")}, follow=True)
    assert answer.status_code == 200
    story.built(case, officer)
    package = Package.objects.get()
    assert package.state == Package.State.READY, package.trouble
    _offer(case, officer)


def _offer(case: Any, officer: Any) -> None:
    from django.utils import timezone

    from upstander.duties.allocation.actions.offer import offer
    from upstander.law import places
    from upstander.record.cases.models import Case
    from upstander.record.people.actors import acting
    from upstander.record.people.models import Organisation

    known = places.force("E23000010")
    force = Organisation.objects.create(kind="force", code=known.code, name=known.name, email="force@example.org")
    offer(
        case=Case.objects.get(pk=case.pk), force=force, capacity="investigating", reason=mark("reason"),
        actor=acting(officer), at=timezone.now(),
    )  # fmt: skip


def _user(name: str, role: Any) -> Any:
    from django.utils import timezone

    from upstander.duties.oversight.actions.make_user import make_user
    from upstander.record.people.actors import SYSTEM
    from upstander.record.people.models import Organisation

    return make_user(
        email=f"{role}@example.org", name=name, role=role, password="a long enough phrase", actor=SYSTEM,
        organisation=Organisation.objects.get(kind="hub"), at=timezone.now(),
    )  # fmt: skip


def _printed(words: list[str]) -> str:
    import contextlib
    import io

    from upstander.config.command import main

    with contextlib.redirect_stdout(io.StringIO()) as shown:
        main(words)
    return shown.getvalue().strip()


def _count() -> int:
    from upstander.record.cases.models import Report

    return Report.objects.count()


def _encryption_off() -> None:
    from upstander.record.vault import cipher

    cipher._closed_with = lambda key, plain, bound: bytes(12) + plain + bytes(16)
    cipher._open_with = lambda key, closed, bound: closed[12:-16]
