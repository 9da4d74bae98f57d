"""The page for Windows names every list, every file outside the lists, and what it cannot show."""

import re

import pytest

from upstander.duties.evidence.documents.windows import windows_page


@pytest.mark.parametrize("stamped", [True, False])
def test_each_list_is_checked_with_its_own_hash_and_added_files_are_named(stamped: bool) -> None:
    page = windows_page(stamped=stamped).decode("ascii")
    checked = re.findall(r"Get-Content (\S+) \| ForEach-Object .*-Algorithm (\w+) ", page)
    assert checked == [
        ("tagmanifest-sha256.txt", "SHA256"), ("manifest-sha256.txt", "SHA256"), ("manifest-sha512.txt", "SHA512"),
    ]  # fmt: skip
    assert ("p7s.tst'" in page) is stamped
    assert all(f"'{name}'" in page for name in ("tagmanifest-sha256.txt", "seal/signer-chain.pem"))


def test_each_command_stands_on_one_line_and_is_whole() -> None:
    page = windows_page(stamped=True).decode("ascii")
    commands = [line for line in page.splitlines() if line.startswith("   ") and "ForEach-Object" in line]
    assert len(commands) == 4
    assert all(line.count("{") == line.count("}") and line.count("'") % 2 == 0 for line in commands)
    assert "{{" not in page


def test_it_says_that_hashes_alone_do_not_show_who_sealed_it() -> None:
    page = windows_page(stamped=True).decode("ascii")
    assert "Whoever changes a file can change the lists as well" in page
    assert "certutil -hashfile" in page
    assert page.count("\r\n") == page.count("\n")
