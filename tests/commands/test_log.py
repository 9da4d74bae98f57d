"""`upstander log`: what fits, what does not and where, with a hub and without one, and by exit code."""

import os
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from upstander.config.command import main
from upstander.config.commands import log
from upstander.conftest import NOW
from upstander.engines.sealing import checkpoint as signed_text
from upstander.engines.sealing.outside import mark
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.journal.models import Checkpoint
from upstander.record.journal.tests.attacks import cut, rewrite, sign_anew
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The checkpoints at three and at seven entries, as files that somebody else keeps."""
    files = []
    for number in range(1, 8):
        record(SYSTEM, Verb.CLAIMED, ("case", number), at=NOW)
        if number in (3, 7) and (made := checkpoint()):
            files.append(tmp_path / f"{number}.txt")
            files[-1].write_text(made.text)
    monkeypatch.setattr(log, "_hub_at_hand", lambda: True)
    return files


def test_a_whole_journal_fits_what_others_hold(kept: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify", "--checkpoint", *map(str, kept)]) == 0
    said = capsys.readouterr().out
    assert f"fits: {kept[0]} (3 entries)" in said
    assert "The journal is whole." in said
    assert log.NOBODY_OUTSIDE not in said


def test_without_a_checkpoint_from_outside_it_says_what_it_cannot_see(
    kept: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    cut(5)
    assert main(["log", "verify"]) == 0
    assert log.NOBODY_OUTSIDE in capsys.readouterr().out
    assert main(["log", "verify", "--checkpoint", str(kept[1])]) == 1
    assert "it has 5, so that at least the last 2 were taken away" in capsys.readouterr().out


def test_a_rewritten_journal_is_named_with_the_place(kept: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(5, lambda body: body.update(actor="user:9"))
    sign_anew(3, 7)
    assert main(["log", "verify", "--checkpoint", str(kept[0]), "--checkpoint", str(kept[1]), "--quick"]) == 1
    said = capsys.readouterr().out
    assert f"as {kept[1]} says: among entries 4 to 7 something was changed, added or taken away" in said
    assert "1 faults." in said


def test_many_faults_are_counted_and_not_all_printed(
    kept: list[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "SHOWN", 1)
    cut(1)
    assert main(["log", "verify", "--checkpoint", *map(str, kept)]) == 1
    assert "and 1 more." in capsys.readouterr().out


@pytest.mark.parametrize("form", ["mail", "package", "folder", "mark"])
def test_a_checkpoint_is_read_wherever_it_was_printed(
    kept: list[Path], form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = kept[1].read_text()
    given = tmp_path / "held"
    if form == "mail":
        given = tmp_path / "kept.eml"
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = "hub@example.org", "dpo@example.org", "The hub tonight"
        mail.set_content(f"Keep this.\n\n{text}\nAnd the rest of the message: {mark(signed_text.parse(text))}\n")
        given.write_bytes(mail.as_bytes())
    elif form == "package":
        with zipfile.ZipFile(given, "w") as package:
            package.writestr("HUB-1_v1/data/custody/checkpoint.txt", text)
    elif form == "folder":
        (given / "data/custody").mkdir(parents=True)
        (given / "data/custody/checkpoint.txt").write_text(text)
    asked = mark(signed_text.parse(text)) if form == "mark" else str(given)
    assert main(["log", "verify", "--checkpoint", asked]) == 0
    assert capsys.readouterr().out.count("fits: ") == 1
    cut(6)
    assert main(["log", "verify", "--checkpoint", asked]) == 1


def test_a_file_without_a_checkpoint_is_a_plain_message(
    kept: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("nothing")
    assert main(["log", "verify", "--checkpoint", str(empty)]) == 2
    assert main(["log", "verify", "--checkpoint", str(tmp_path / "not there")]) == 2
    assert main(["log", "compare", str(empty), str(kept[0])]) == 2
    assert main(["log", "verify", "--key", str(empty)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_two_checkpoints_of_one_journal_are_proven(
    kept: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "proof"
    assert main(["log", "compare", str(kept[1]), str(kept[0]), "--write-proof", str(proof)]) == 0
    assert "START: The 3 entries" in capsys.readouterr().out
    assert main(["log", "compare", str(kept[1]), str(kept[1])]) == 0
    assert "SAME" in capsys.readouterr().out
    monkeypatch.setattr(log, "_hub_at_hand", lambda: False)
    key = str(Path(settings.KEYS_FOLDER) / "journal-public.pem")
    assert main(["log", "compare", *map(str, kept), "--proof", str(proof), "--key", key]) == 0
    assert "The proof shows it" in capsys.readouterr().out
    proof.write_text(proof.read_text().replace("old 3", "old 3\n" + "A" * 43 + "="))
    assert main(["log", "compare", *map(str, kept), "--proof", str(proof), "--key", key]) == 3


def test_without_a_hub_it_says_what_it_cannot_tell(
    kept: list[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_hub_at_hand", lambda: False)
    assert main(["log", "compare", *map(str, kept)]) == 3
    said = capsys.readouterr().out
    assert "UNTOLD" in said
    assert "Nobody can say who signed them" in said
    assert main(["log", "compare", str(kept[0]), mark(signed_text.parse(kept[0].read_text()))]) == 0


def test_two_journals_of_one_size_are_a_fork_with_and_without_a_hub(
    kept: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(2, lambda body: body.update(actor="user:9"))
    sign_anew(3)
    other = tmp_path / "other.txt"
    other.write_text(Checkpoint.objects.get(size=3).text)
    assert main(["log", "compare", str(kept[0]), str(other)]) == 1
    assert f"This hub's journal is that of {other}" in capsys.readouterr().out
    assert main(["log", "compare", str(other), str(kept[1])]) == 1, "another size: the journal tells"
    monkeypatch.setattr(log, "_hub_at_hand", lambda: False)
    assert main(["log", "compare", str(kept[0]), str(other)]) == 1
    assert "FORK" in capsys.readouterr().out


def test_a_false_signature_is_said_though_the_trees_are_the_same(
    kept: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    false = tmp_path / "false.txt"
    false.write_text(signed_text.sign(signed_text.parse(kept[0].read_text()), Ed25519PrivateKey.generate()))
    assert main(["log", "compare", str(kept[0]), str(false)]) == 1
    assert f"WRONG: {false}: no valid signature" in capsys.readouterr().out


def test_the_newest_checkpoint_is_printed_for_who_keeps_it(
    kept: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "checkpoint"]) == 0
    said = capsys.readouterr()
    assert said.out == kept[1].read_text()
    assert mark(signed_text.parse(said.out)) in said.err
    assert main(["log", "checkpoint", "--out", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new").read_text() == kept[1].read_text()
    assert main(["log", "checkpoint", "--out", str(tmp_path / "new")]) == 2, "it never replaces a file"


def test_comparing_makes_no_hub_where_there_is_none(kept: list[Path], tmp_path: Path) -> None:
    home = tmp_path / "nowhere"
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"UPSTANDER_HOME": str(home)}
    command = [sys.executable, "-m", "upstander.config.command", "log", "compare", *map(str, kept)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
    assert not home.exists()
