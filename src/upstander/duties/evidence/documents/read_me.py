"""The note that is read first: what a package is, how to handle it, and how to check it without our software."""

import textwrap
from collections.abc import Mapping
from typing import Any

from upstander.engines.sealing.plain_tools import ANCHOR, PLAIN_CHECKS

from .glyphs import printable

WIDTH = 100
"""Characters of a line, which a plain editor shows without scrolling."""

CONTENTS = """\
data/report.pdf               the report: summary, decision, reasons, exhibits, custody, limits and unknowns
data/exhibits/HUB-.../        original/ holds the file exactly as received, record.json how it came here
data/case.json                the same case for a computer; data/case.schema.json says how to read it
data/custody/                 the events about this case from the hub's journal, with proofs and a checker
data/build.json               what made this package, and what this version does not contain
manifest-*.txt                the SHA-256 and SHA-512 of every file under data/
tagmanifest-sha256.txt        the SHA-256 of those lists; this is the file that is sealed
seal/                         the seal (a CMS signature) and the certificates of who made it
"""

ANCHOR_ADVICE = f"""\
{ANCHOR} is the hub's root certificate. You received it by another channel; if not, ring the hub on a number that you \
knew before. What a package says of its own maker proves nothing: take the fingerprints below only as a help for \
comparing with those that the hub gave you.
"""
WINDOWS_ADVICE = """\
Compare single files with the manifest: certutil -hashfile FILE SHA256. The seal itself needs openssl.
"""
RECEIPT_ADVICE = """\
The SHA-256 of tagmanifest-sha256.txt, and the date on which you received it. The hub writes it into its journal: it \
shows that both sides hold the same package.
"""


def read_me(
    case: Mapping[str, Any], *, package: str, signer_fingerprint: str, root_fingerprint: str, journal_fingerprint: str
) -> bytes:
    """Return data/READ-ME-FIRST.txt for the package named `package` (its top folder): UTF-8, CRLF line ends.

    The fingerprints are SHA-256: of the signer's and the root certificate, and of the journal's public key.
    """
    handling, hub = case["handling"], case["hub"]
    marking = printable(handling["marking"])
    parts = [
        marking,
        f"{package}\nEvidence from {hub['name']} for {case['addressed_to']['force']}\nMade at {case['made_at']}",
        "HOW TO HANDLE IT\n" + _bullets(handling["conditions"] or ["There are no conditions beyond the marking."]),
        f"BEFORE YOU LOOK\n{_wrap(handling['content_warning'])}" if handling["content_warning"] else "",
        f"WHOM TO ASK\nTelephone: {hub['telephone'] or 'not known'}\nE-mail: {hub['email'] or 'not known'}",
        "WHAT IS IN IT\n" + CONTENTS.rstrip(),
        _how_to_check(package),
        _wrap(ANCHOR_ADVICE),
        "\n".join(
            (
                f"root certificate    {root_fingerprint}",
                f"signer              {signer_fingerprint}",
                f"journal's key       {journal_fingerprint}",
            )
        ),
        "ON WINDOWS WITHOUT THESE TOOLS\n" + _wrap(WINDOWS_ADVICE),
        "PLEASE SEND BACK\n" + _wrap(RECEIPT_ADVICE),
        "WHAT THIS PACKAGE DOES NOT CONTAIN\n"
        + _bullets(
            [f"{part['what']}: {part['why']}" for part in case["absent"]] or ["Nothing is known to be missing."]
        ),
        marking,
    ]
    text = "\n\n".join(printable(part) for part in parts if part) + "\n"
    return text.replace("\n", "\r\n").encode()


def _how_to_check(package: str) -> str:
    steps = [f"unzip {package}.zip && cd {package}", *(check.command for check in PLAIN_CHECKS)]
    says = ["unpack it in the folder that holds hub-root.pem", *(check.shows for check in PLAIN_CHECKS)]
    listed = [f"{number}. {shows}\n   {step}" for number, (shows, step) in enumerate(zip(says, steps, strict=True), 1)]
    lead = "HOW TO CHECK IT (needs unzip, sha256sum, sha512sum and openssl; each step must succeed)"
    return "\n".join([lead, *listed])


def _bullets(texts: list[str]) -> str:
    return "\n".join(textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ") for text in texts)


def _wrap(text: str) -> str:
    return textwrap.fill(text, WIDTH)
