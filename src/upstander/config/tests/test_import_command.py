"""`upstander import` says how it went, goes on after a kill, and its documentation and examples are true."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from upstander.config.command import main
from upstander.duties.intake.fields import COLUMNS, column_table
from upstander.record.cases.models import Report
from upstander.record.people.models import Organisation
from upstander.record.work.models import Item

DOCS = Path(__file__).resolve().parents[4] / "docs" / "partners"
GOOD = "sender_ref,text\n1,They should all go.\n2,Another.\n"


def test_it_counts_and_exits_by_what_became_of_the_rows(hub: Organisation, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "a.csv"
    path.write_text(GOOD)
    words = ["import", str(path), "--from", "helpline"]
    assert main(words) == 2
    assert "--make-sender" in capsys.readouterr().err
    assert main([*words, "--make-sender", "Helpline"]) == 0
    assert "2 rows read: 2 taken, 0 already here, 0 rejected." in capsys.readouterr().out
    path.write_text(GOOD + "3,too,many\n")
    assert main(words) == 1
    assert "2 already here, 1 rejected" in capsys.readouterr().out
    path.write_text("other\n1\n")
    assert main(words) == 2
    assert main(["import", str(tmp_path / "none.csv"), "--from", "helpline"]) == 2
    assert main(["import"]) == 2


def test_the_due_work_can_be_done_at_once(hub: Organisation, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(GOOD)
    assert main(["import", str(path), "--from", "h", "--make-sender", "H"]) == 0
    assert Item.objects.filter(state="ready").exists()
    path.write_text(GOOD + "3,A third.\n")
    assert main(["import", str(path), "--from", "h", "--match-now"]) == 0
    assert not Item.objects.filter(name="look_for_others", state="ready", attempts=0).exists()


def test_ctrl_c_finishes_the_row_and_says_how_to_go_on(hub: Organisation, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sender_ref,text\n" + "".join(f"{number},Words {number}.\n" for number in range(30)))
    from upstander.duties.intake.actions import import_row as room

    took, real = [], room.receive
    before = signal.getsignal(signal.SIGINT)  # whoever started the tests in the background has it ignored

    def interrupted(*given: Any, **named: Any) -> Any:
        took.append(1)
        if len(took) == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return real(*given, **named)

    room.receive = interrupted
    try:
        assert main(["import", str(path), "--from", "h", "--make-sender", "H"]) == 130
    finally:
        room.receive = real
    assert Report.objects.count() == 3
    assert "same command again" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is before
    assert main(["import", str(path), "--from", "h"]) == 0
    assert Report.objects.count() == 30


def test_the_template_has_every_column(capsys: Any) -> None:
    assert main(["import", "--template"]) == 0
    header = capsys.readouterr().out.strip()
    assert header.split(",") == [field.name for field in COLUMNS]
    assert (DOCS / "reports.csv").read_text().splitlines()[0] == header


def test_the_documented_table_is_the_one_in_the_code() -> None:
    assert column_table() in (DOCS / "import.md").read_text()


@pytest.mark.parametrize("name", ["reports.csv", "reports.jsonl"])
def test_the_documented_examples_can_be_imported(hub: Organisation, tmp_path: Path, name: str) -> None:
    copy = tmp_path / name
    copy.write_bytes((DOCS / name).read_bytes())
    assert main(["import", str(copy), "--from", "h", "--make-sender", "H"]) == 0
    assert Report.objects.count() == 2


def upstander(home: Path, *words: str) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return subprocess.Popen(
        [sys.executable, "-m", "upstander.config.command", *words],
        env={**kept, "UPSTANDER_HOME": str(home)}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def held(home: Path) -> int:
    with sqlite3.connect(f"file:{home}/upstander.sqlite3?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM cases_report").fetchone()[0])


@pytest.mark.harness
@pytest.mark.once  # its hub is a SQLite file of its own, whatever database the run has
def test_a_killed_import_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    home, path, count = tmp_path / "home", tmp_path / "a.csv", 120
    path.write_text("sender_ref,text\n" + "".join(f"{number},Words {number}.\n" for number in range(count)))
    for words in (["setup"], ["hub", "--scope", "national", "--name", "Hub"]):
        process = upstander(home, *words)
        said = process.communicate()[0]
        assert process.returncode == 0, said
    command = ["import", str(path), "--from", "h", "--make-sender", "H"]
    for kill_at in (5, 40, 90):
        process = upstander(home, *command)
        while held(home) < kill_at and process.poll() is None:
            time.sleep(0.02)
        process.kill()
        process.communicate()
        assert held(home) >= kill_at
    process = upstander(home, *command)
    said = process.communicate()[0]
    assert process.returncode == 0, said
    assert f"{count} rows read" in said
    assert held(home) == count
    check = upstander(home, "check")
    said = check.communicate()[0]
    assert f"import   {count} acknowledged = {count} open" in said
    assert "WRONG: journal" not in said
    assert "WRONG: report" not in said
    assert "WRONG: vault" not in said
