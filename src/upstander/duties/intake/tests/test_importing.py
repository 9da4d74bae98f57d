"""An import takes each row whole or not at all, can be stopped anywhere and resumed, and gives back what was bad."""

import csv
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError

from upstander.duties.intake.actions.import_row import Fate
from upstander.duties.intake.importing import Summary, Unusable, import_file
from upstander.duties.intake.rows import Row
from upstander.record.cases import conservation
from upstander.record.cases.models import Case, Report
from upstander.record.people.actors import PUBLIC, SYSTEM, NotAllowed
from upstander.record.people.models import Organisation
from upstander.record.vault.keeping import read
from upstander.record.work.models import Item

HEAD = ["sender_ref", "link", "text", "account", "strands", "danger"]


@pytest.fixture
def sender(hub: Organisation) -> Organisation:
    return Organisation.objects.create(kind="outside", code="helpline", name="Helpline")


def written(path: Path, *lines: list[str], head: list[str] = HEAD) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *lines])
    return path


def line(ref: str, text: str = "They should all go.", strands: str = "race", danger: str = "no") -> list[str]:
    return [ref, f"https://x.com/someone/status/10000000000{ref}", text, "I saw this.", strands, danger]


def counts(summary: Summary) -> list[int]:
    return [summary.fates[fate] for fate in Fate]


def test_every_row_becomes_a_report_of_its_own(sender: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", line("1"), line("2", strands="race; religion", danger="yes"))
    summary = import_file(path, sender=sender, actor=SYSTEM)
    assert counts(summary) == [2, 0, 0]
    second = Report.objects.get(sender_ref="2")
    assert (second.channel, second.strands, second.danger) == ("import", ["race", "religion"], True)
    assert read(second.raw).startswith(b"2,https://x.com/")
    assert Case.objects.count() == 2
    assert Item.objects.filter(name="look_for_others").count() == 2
    assert not list(conservation.faults())
    assert list(tmp_path.iterdir()) == [path]


def test_sending_the_file_again_changes_nothing(sender: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", line("1"), line("2"))
    import_file(path, sender=sender, actor=SYSTEM)
    before = list(Report.objects.values())
    assert counts(import_file(path, sender=sender, actor=SYSTEM)) == [0, 2, 0]
    assert list(Report.objects.values()) == before


def test_the_same_reference_with_other_words_is_rejected_and_nothing_overwritten(
    sender: Organisation, tmp_path: Path
) -> None:
    import_file(written(tmp_path / "a.csv", line("1")), sender=sender, actor=SYSTEM)
    summary = import_file(written(tmp_path / "b.csv", line("1", text="Other.")), sender=sender, actor=SYSTEM)
    assert counts(summary) == [0, 0, 1]
    assert Report.objects.get().posts.get().text == "They should all go."
    assert "says something else" in summary.rejects.read_text("utf-8-sig")  # type: ignore[union-attr]


def test_two_senders_may_use_the_same_reference(sender: Organisation, tmp_path: Path) -> None:
    other = Organisation.objects.create(kind="outside", code="other", name="Other")
    path = written(tmp_path / "a.csv", line("1"))
    for one in (sender, other):
        assert counts(import_file(path, sender=one, actor=SYSTEM)) == [1, 0, 0]


def test_rejects_can_be_mended_and_sent_again(sender: Organisation, tmp_path: Path) -> None:
    formula = "=HYPERLINK(1)"
    path = written(
        tmp_path / "a.csv", line("1"), line("2", strands="raec", text=formula), line("3", danger="perhaps"), line(""),
        line("5", text="'=kept as it was", strands="raec"),
    )  # fmt: skip
    with path.open("ab") as file:
        file.write(b'6,"open\n')
    summary = import_file(path, sender=sender, actor=SYSTEM)
    assert counts(summary) == [1, 0, 5]
    assert summary.rejects == tmp_path / "a.rejects.csv"
    with summary.rejects.open(newline="", encoding="utf-8-sig") as file:
        rejected = list(csv.DictReader(file))
    assert [row["line"] for row in rejected] == ["3", "4", "5", "6", "7"]
    assert "strands must be one of" in rejected[0]["reason"]
    assert rejected[0]["text"] == "'" + formula
    assert rejected[4]["as_sent"] == '6,"open'
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rejected for cell in row.values())
    rejected[0]["strands"] = rejected[3]["strands"] = "race"
    rejected[1]["danger"] = "no"
    rejected[2]["sender_ref"] = "4"
    mended = written(tmp_path / "mended.csv", *[list(row.values()) for row in rejected], head=list(rejected[0]))
    again = import_file(mended, sender=sender, actor=SYSTEM)
    assert counts(again) == [4, 0, 1]
    texts = {report.sender_ref: report.posts.get().text for report in Report.objects.all()}
    assert texts["2"] == formula
    assert texts["5"] == "'=kept as it was"
    assert "as it was" in again.rejects.read_text("utf-8-sig")  # type: ignore[union-attr]


def test_an_earlier_rejects_file_is_never_written_over(sender: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", line("1", strands="raec"))
    names = [import_file(path, sender=sender, actor=SYSTEM).rejects.name for _ in range(3)]  # type: ignore[union-attr]
    assert names == ["a.rejects.csv", "a.rejects.2.csv", "a.rejects.3.csv"]
    assert (tmp_path / names[0]).stat().st_mode & 0o077 == 0


def test_json_lines_take_the_fields_of_the_api_and_rejects_go_back_in(sender: Organisation, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = {"sender_ref": "1", "posts": [{"link": "https://x.com/a/status/1"}, {"text": "More."}]}
    lines = [good, {**good, "sender_ref": "2", "danger": "yes"}, {"sender_ref": "3", "account": "half \ud800"}, good, 7]
    path.write_text("\n".join(json.dumps(one) for one in lines) + "\n{broken")
    summary = import_file(path, sender=sender, actor=SYSTEM)
    assert counts(summary) == [2, 1, 3]
    assert Report.objects.get(sender_ref="1").posts.count() == 2
    assert Report.objects.get(sender_ref="3").substituted
    rejected = [json.loads(one) for one in summary.rejects.read_text().splitlines()]  # type: ignore[union-attr]
    assert rejected[0]["row"]["sender_ref"] == "2"
    rejected[0]["row"]["danger"] = True
    mended = tmp_path / "mended.jsonl"
    mended.write_text(json.dumps(rejected[0]) + "\n")
    assert counts(import_file(mended, sender=sender, actor=SYSTEM)) == [1, 0, 0]


def test_what_the_database_cannot_hold_is_marked_and_kept_as_sent(sender: Organisation, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"sender_ref,text\n1,a\x00b\n2,caf\xe9\n3,plain\n")
    summary = import_file(path, sender=sender, actor=SYSTEM)
    assert counts(summary) == [3, 0, 0]
    assert [report.substituted for report in Report.objects.order_by("sender_ref")] == [True, True, False]
    assert read(Report.objects.get(sender_ref="1").raw) == b"1,a\x00b\n"
    assert Report.objects.get(sender_ref="2").posts.get().text == "café"


@pytest.mark.parametrize("stop_at", [1, 2, 4])
def test_after_a_stop_the_same_command_goes_on(sender: Organisation, tmp_path: Path, stop_at: int) -> None:
    path = written(tmp_path / "a.csv", *(line(str(number)) for number in range(5)))
    summary = import_file(path, sender=sender, actor=SYSTEM, progress=lambda row, so_far: so_far.read < stop_at)
    assert summary.stopped
    assert Report.objects.count() == stop_at
    again = import_file(path, sender=sender, actor=SYSTEM)
    assert counts(again) == [5 - stop_at, stop_at, 0]


def test_a_process_that_dies_between_the_steps_of_a_row_leaves_no_half_of_it(
    sender: Organisation, tmp_path: Path
) -> None:
    class Killed(BaseException):
        pass

    path = written(tmp_path / "a.csv", line("1"), line("2"))
    for place in ("add_material", "_open_case", "keep_keys", "record", "due"):
        with (
            patch(f"upstander.duties.intake.actions.receive.{place}", side_effect=Killed),
            pytest.raises(Killed),
        ):
            import_file(path, sender=sender, actor=SYSTEM)
        assert Report.objects.count() == Case.objects.count() == 0
    assert counts(import_file(path, sender=sender, actor=SYSTEM)) == [2, 0, 0]
    assert not list(conservation.faults())


def test_a_lost_database_stops_the_import_with_nothing_half_saved(sender: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", line("1"), line("2"), line("3"))
    from upstander.duties.intake.actions.import_row import receive

    calls = iter([receive, OperationalError("server closed the connection")])

    def fragile(*given: Any, **named: Any) -> Any:
        one = next(calls)
        if isinstance(one, Exception):
            raise one
        return one(*given, **named)

    with patch("upstander.duties.intake.actions.import_row.receive", fragile):
        summary = import_file(path, sender=sender, actor=SYSTEM)
    assert "could not store" in summary.stopped
    assert counts(summary) == [1, 0, 0]
    assert counts(import_file(path, sender=sender, actor=SYSTEM)) == [2, 1, 0]


def test_a_row_on_which_the_hub_fails_holds_up_no_others(sender: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", line("1", text="poison"), line("2"))
    from upstander.duties.intake.actions.receive import keep_keys

    def failing(report: Report) -> None:
        if report.sender_ref == "1":
            raise ZeroDivisionError
        keep_keys(report)

    with patch("upstander.duties.intake.actions.receive.keep_keys", failing):
        summary = import_file(path, sender=sender, actor=SYSTEM)
    assert counts(summary) == [1, 0, 1]
    assert "ZeroDivisionError" in summary.rejects.read_text("utf-8-sig")  # type: ignore[union-attr]


def test_only_those_who_may_send_reports_import(sender: Organisation, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        import_file(written(tmp_path / "a.csv", line("1")), sender=sender, actor=PUBLIC)
    assert Report.objects.count() == 0


def test_a_file_that_is_not_there_or_holds_no_report_is_unusable(sender: Organisation, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path, written(tmp_path / "empty.csv")):
        with pytest.raises(Unusable):
            import_file(path, sender=sender, actor=SYSTEM)


def test_progress_hears_of_every_row(sender: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", line("1"), line("2"))
    seen: list[int] = []

    def note(row: Row, summary: Summary) -> bool:
        seen.append(row.end)
        return True

    import_file(path, sender=sender, actor=SYSTEM, progress=note)
    assert seen[-1] == path.stat().st_size
    assert len(seen) == 2
