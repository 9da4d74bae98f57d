"""The whole journey of a report without JavaScript, from the start page to the receipt."""

from upstander.duties.intake.models import Draft, DraftFile
from upstander.faces.public.tests.conftest import PNG, Reporter
from upstander.record.cases.models import Case, Report, ReportedFile, ReportedPost
from upstander.record.people.identity import opened
from upstander.record.vault.keeping import path_of, read


def test_a_report_takes_fewer_than_twelve_pages_and_ends_with_reference_and_code(reporter: Reporter) -> None:
    assert reporter.client.get("/").status_code == 200
    way = reporter.answer_all()
    assert way == ["danger", "before", "saw", "files", "where", "who", "why", "places", "contact"]
    assert len([*way, "check"]) < 12
    page = reporter.send()
    report = Report.objects.get()
    body = page.content.decode()
    assert page.redirect_chain[-1][0] == "/report/sent"
    assert report.reference in body
    assert "Your return code" in body
    assert report.strands == ["religion", "race"]
    assert (report.told_as, report.targeted, report.home) == ("victim", "person", "LS1 1UR")
    assert opened(report.complainant).email == "sample.person@example.org"


def test_links_words_account_and_raw_answers_are_kept_as_they_came(reporter: Reporter) -> None:
    reporter.answer_all(saw={"links": "https://x.com/a/status/1\r\nhttps://example.org/b", "text": "Leave <b>now</b>"})
    reporter.send()
    first, second = ReportedPost.objects.order_by("position")
    assert (first.link, first.text, first.handle) == ("https://x.com/a/status/1", "Leave <b>now</b>", "@someone")
    assert (second.link, second.text) == ("https://example.org/b", "")
    raw = Report.objects.get().raw
    assert raw is not None
    assert b"Leave <b>now</b>" in read(raw)
    assert b"Leave" not in path_of(raw).read_bytes()


def test_an_anonymous_report_keeps_no_identity_at_all(reporter: Reporter) -> None:
    reporter.answer_all(contact={"contact_means": "none", "email": "left.over@example.org", "contact_hours": ""})
    body = reporter.send().content.decode()
    report = Report.objects.get()
    assert report.complainant is None
    assert report.contact_means == "none"
    assert "We do not write to you" in body


def test_files_are_sealed_before_the_receipt_and_shown_with_both_digests(reporter: Reporter) -> None:
    reporter.answer("danger", danger="no")
    reporter.upload(("one.png", PNG), ("two.png", PNG + b"2"))
    page = reporter.client.get("/report/files").content.decode()
    kept = DraftFile.objects.order_by("pk")
    assert kept.count() == 2
    assert path_of(kept[0].file).read_bytes() == PNG
    assert kept[0].file.sha256 in page
    assert kept[0].file.sha512 in page
    reporter.client.post("/report/files", {"remove": str(kept[1].pk)})
    assert DraftFile.objects.count() == 1
    reporter.answer_all()
    body = reporter.send().content.decode()
    assert [row.name_given for row in ReportedFile.objects.all()] == ["one.png"]
    assert ReportedFile.objects.get().file.sha512 in body
    assert DraftFile.objects.count() == 0


def test_the_same_page_shows_999_and_the_force_and_the_form_goes_on(reporter: Reporter) -> None:
    answer = reporter.answer("danger", danger="yes", danger_place="LS1 1UR")
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "Call 999" in body
    assert "West Yorkshire Police" in body
    assert "/report/before" in body
    reporter.answer_all(danger={"danger": "yes", "danger_place": "LS1 1UR"})
    body = reporter.send().content.decode()
    assert Report.objects.get().danger
    assert Case.objects.get().danger
    assert "call 999" in body


def test_danger_without_a_postcode_names_999_and_101(reporter: Reporter) -> None:
    body = reporter.answer("danger", danger="yes").content.decode()
    assert "Call 999" in body
    assert "101" in body


def test_a_named_poster_leads_to_a_force_of_the_reporters_choice(reporter: Reporter) -> None:
    way = reporter.answer_all(
        before={
            "knows_poster": "yes", "poster_note": "My neighbour", "poster_name": "Zbigniew Unheardofski",
            "poster_age": "34", "poster_place": "Leeds",
        },
        force={"named_force": "E23000010"},
    )  # fmt: skip
    assert way[2] == "force"
    assert "West Yorkshire Police" in reporter.client.get("/report/check").content.decode()
    body = reporter.send().content.decode()
    report = Report.objects.get()
    assert (report.knows_poster, report.named_force) == (True, "E23000010")
    assert (report.poster_name, report.poster_age, report.poster_place) == ("Zbigniew Unheardofski", "34", "Leeds")
    assert Case.objects.get().route == Case.Route.FORCE
    assert "We hand your report to West Yorkshire Police" in body


def test_a_coming_event_finds_the_force_from_its_place(reporter: Reporter) -> None:
    reporter.answer_all(before={"future_event": "yes", "event_note": "A march"}, force={"event_place": "M1 1AE"})
    reporter.send()
    report = Report.objects.get()
    assert (report.future_event, report.event_place, report.named_force) == (True, "M1 1AE", "E23000005")


def test_someone_who_does_not_know_the_force_leaves_it_to_the_hub(reporter: Reporter) -> None:
    reporter.answer_all(before={"future_event": "yes"}, force={"named_force": "not_known"})
    body = reporter.send().content.decode()
    assert Report.objects.get().named_force == ""
    assert "We find the police force that should have this" in body


def test_pressing_send_twice_or_going_back_never_makes_a_second_report(reporter: Reporter) -> None:
    reporter.answer_all()
    key = reporter.key()
    first = reporter.client.post("/report/check", {"key": key}, follow=True).content.decode()
    again = reporter.client.post("/report/check", {"key": key}, follow=True).content.decode()
    assert Report.objects.count() == 1
    reference = Report.objects.get().reference
    code = first.split("data-return-code>")[1].split("<")[0]
    assert reference in again
    assert code in again
    for page in ("danger", "contact", "check"):
        assert reporter.client.get(f"/report/{page}")["Location"] == "/report/sent"
    assert reporter.answer("danger", danger="no")["Location"] == "/report/sent"


def test_a_form_sent_again_after_its_page_was_cleared_is_recognised(reporter: Reporter) -> None:
    reporter.answer_all()
    key = reporter.key()
    reporter.client.post("/report/check", {"key": key})
    reporter.client.post("/report/delete")
    body = reporter.client.post("/report/check", {"key": key}, follow=True).content.decode()
    assert Report.objects.count() == 1
    assert Report.objects.get().reference in body


def test_another_report_can_be_made_after_the_first(reporter: Reporter) -> None:
    for _ in range(2):
        reporter.answer_all()
        reporter.send()
        reporter.client.post("/report/delete", {"again": "1"})
    assert Report.objects.count() == 2
    assert Draft.objects.count() == 0


def test_an_empty_report_is_not_sent_and_says_what_is_missing(reporter: Reporter) -> None:
    reporter.answer_all(saw={"links": "", "text": ""}, where={"handle": ""}, why={"account": ""})
    page = reporter.client.post("/report/check", {"key": reporter.key()})
    assert "Add a link, the words" in page.content.decode()
    assert Report.objects.count() == 0


def test_change_on_the_check_page_comes_back_to_the_check_page(reporter: Reporter) -> None:
    reporter.answer_all()
    page = reporter.client.get("/report/check").content.decode()
    assert "/report/who?change=1" in page
    answer = reporter.client.post("/report/who?change=1", {"told_as": "witness", "targeted": "group"})
    assert answer["Location"] == "/report/check"
    assert "I saw it" in reporter.client.get("/report/check").content.decode()
