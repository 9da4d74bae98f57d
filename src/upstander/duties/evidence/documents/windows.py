"""The page for Windows: how a package is checked with what Windows itself brings, and what that cannot show."""

from upstander.engines.sealing.plain_tools import ANCHOR

PAGE = r"""CHECKING THIS PACKAGE ON WINDOWS
No one at the hub has run these steps on each version of Windows; if one fails to run, that proves nothing about the
package: use another way and tell the hub.

THE WHOLE, WITHOUT INSTALLING ANYTHING
Open verify.html in Edge, Chrome or Firefox, choose the zip, and choose {anchor}, which the hub gave you by another
channel. It checks lists, files, seal, time stamp, report and journal, and needs no network. Use the copy of the page
that the hub gave you by another channel: a forged package would bring a forged page.

ONE FILE, IN THE COMMAND PROMPT
   certutil -hashfile data\report.pdf SHA256
Compare what it prints with the line of that file in manifest-sha256.txt.

EVERY FILE, IN POWERSHELL
Unpack the zip, open PowerShell in the folder of the package (the one that holds bagit.txt), and paste each block.
Each must print nothing.

1. The lists of files are the ones whose list was sealed
{tags}

2. Every file is as it was (SHA-256)
{sha256}

3. Every file is as it was (SHA-512)
{sha512}

4. No file was added
{added}

WHAT THIS DOES NOT SHOW
Whoever changes a file can change the lists as well. That the hub made them is shown by the seal alone, which these
blocks do not check. So read out the SHA-256 of the list of lists to the hub, on a number that you knew before:
   certutil -hashfile tagmanifest-sha256.txt SHA256
or check the seal with verify.html, or with openssl as READ-ME-FIRST.txt says.
"""
HASHED = (
    "   Get-Content {manifest} | ForEach-Object {{ $hash, $file = $_ -split '  ', 2; "
    'if ((Get-FileHash -Algorithm {algorithm} -LiteralPath $file).Hash -ne $hash) {{ "CHANGED OR MISSING: $file" }} }}'
)
ADDED = (
    "   $listed = (Get-Content manifest-sha256.txt, tagmanifest-sha256.txt | "
    "ForEach-Object { ($_ -split '  ', 2)[1] }) "
    "+ @({outside}); Get-ChildItem -Recurse -File -Force | ForEach-Object {{ "
    "$file = $_.FullName.Substring($PWD.Path.Length + 1).Replace('\\', '/'); "
    'if ($listed -cnotcontains $file) {{ "NOT LISTED: $file" }} }}'
)
OUTSIDE = ("tagmanifest-sha256.txt", "seal/signer-chain.pem", "seal/tagmanifest-sha256.txt.p7s")


def windows_page(*, stamped: bool) -> bytes:
    """Return data/CHECK-ON-WINDOWS.txt for a package with a time stamp or without: ASCII, CRLF line ends."""
    outside = [*OUTSIDE, *(["seal/tagmanifest-sha256.txt.p7s.tst"] if stamped else [])]
    text = PAGE.format(
        anchor=ANCHOR,
        tags=_hashed("tagmanifest-sha256.txt", "SHA256"),
        sha256=_hashed("manifest-sha256.txt", "SHA256"),
        sha512=_hashed("manifest-sha512.txt", "SHA512"),
        added=ADDED.replace("{outside}", ", ".join(f"'{name}'" for name in outside))
        .replace("{{", "{")
        .replace("}}", "}"),
    )
    return text.replace("\n", "\r\n").encode("ascii")


def _hashed(manifest: str, algorithm: str) -> str:
    return HASHED.format(manifest=manifest, algorithm=algorithm)
