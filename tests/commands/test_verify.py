"""`upstander verify` says in its exit code and in words what may be relied on, and writes the page for browsers."""

from pathlib import Path

import pytest

from upstander.config.command import main
from upstander.engines.sealing.keys import make_keys
from upstander.engines.sealing.page import page
from upstander.engines.sealing.tests import packages
from upstander.engines.sealing.tests.clock_tower import build_tower


def test_a_stamped_package_needs_both_certificates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys, tower = make_keys(tmp_path / "keys", "Test hub", at=packages.AT), build_tower(packages.AT)
    made = packages.build(tmp_path / "p", keys, keys_folder=tmp_path / "keys", authority=tower.authority)
    (tmp_path / "tsa-root.pem").write_bytes(tower.anchor)
    anchor, time = ["--anchor", str(tmp_path / "keys/hub-root.pem")], ["--time-anchor", str(tmp_path / "tsa-root.pem")]
    for words, code, said in (
        ([*anchor, *time], 0, "whole and sealed by the hub"),
        (anchor, 1, "nobody can say who vouches for its time stamp"),
        (time, 1, "nobody can say who sealed it"),
        (["--anchor", time[1], *time], 1, "does NOT verify"),
    ):
        assert main(["verify", str(made.path), *words]) == code
        assert said in " ".join(capsys.readouterr().out.split())


def test_the_page_is_written_with_or_without_a_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--page", str(tmp_path / "verify.html")]) == 0
    assert (tmp_path / "verify.html").read_bytes() == page()
    assert main(["verify"]) == 2
    assert "Name a package" in capsys.readouterr().err
