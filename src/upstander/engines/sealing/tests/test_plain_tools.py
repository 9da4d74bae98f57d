"""The commands that the documentation prints are the ones that the tests run."""

from pathlib import Path

from upstander.engines.sealing.plain_tools import plain_checks

PAGE = Path(__file__).parents[5] / "docs" / "forces" / "verify.md"


def test_the_page_for_forces_prints_the_commands_in_their_order() -> None:
    printed = PAGE.read_text().partition("<!-- commands -->\n```\n")[2].partition("\n```")[0]
    assert printed.splitlines() == [check.command for check in plain_checks(stamped=True)]


def test_each_tool_that_a_force_is_told_of_is_among_them() -> None:
    programs = [check.program for check in plain_checks(stamped=True)]
    assert programs == [
        "sha256sum", "sha256sum", "sha512sum", "find", "openssl cms", "openssl ts", "pdfsig", "python3",
    ]  # fmt: skip
    assert "openssl ts" not in [check.program for check in plain_checks(stamped=False)]
