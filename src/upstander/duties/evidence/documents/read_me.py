"""The note that is read first: what a package is, how to handle it, and how to check it without our software."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from upstander.engines.sealing.plain_tools import ANCHOR, PlainCheck, plain_checks
from upstander.engines.sealing.stamping import ANCHOR as TIME_ANCHOR

from .glyphs import printable

WIDTH = 100
"""Characters of a line, which a plain editor shows without scrolling."""

CONTENTS = """\
data/report.pdf               the report: summary, decision, reasons, exhibits, custody, limits and unknowns
data/verify.html              a page that checks the package in a browser without a network; see below
data/CHECK-ON-WINDOWS.txt     how to check it on Windows without installing anything
data/exhibits/HUB-.../        original/ holds the file exactly as received, record.json how it came here
data/statements/              drafts of witness statements (after form MG11), unsigned: their maker corrects them
data/case.json                the same case for a computer; data/case.schema.json says how to read it
data/custody/                 the events about this case from the hub's journal, with proofs and a checker
data/build.json               what made this package, and what this version does not contain
manifest-*.txt                the SHA-256 and SHA-512 of every file under data/
tagmanifest-sha256.txt        the SHA-256 of those lists; this is the file that is sealed
seal/                         the seal (a CMS signature), the certificates of who made it, the time stamp if any
"""

ANCHOR_ADVICE = f"""\
{ANCHOR} is the hub's root certificate. You received it by another channel; if not, ring the hub on a number that you \
knew before. What a package says of its own maker proves nothing: take the fingerprints below only as a help for \
comparing with those that the hub gave you.
"""
TIME_ADVICE = f"""\
{TIME_ANCHOR} is the root certificate of the time-stamping authority that the hub uses. You received it by another \
channel as well.
"""
UNSTAMPED_ADVICE = """\
This package has NO time stamp of an outside authority: the time in the seal is the hub's own claim. bag-info.txt, \
which is sealed, says so too.
"""
PAGE_ADVICE = """\
Open verify.html in a browser: it needs no network and sends nothing. Use the copy that the hub gave you by another \
channel, or that an Upstander of your own wrote (upstander verify --page verify.html): a forged package would bring a \
forged page. The page in data/ is there for comparing.
"""
RECEIPT_ADVICE = """\
The SHA-256 of tagmanifest-sha256.txt, and the date on which you received it. The hub writes it into its journal: it \
shows that both sides hold the same package.
"""


def read_me(
    case: Mapping[str, Any],
    *,
    package: str,
    signer_fingerprint: str,
    root_fingerprint: str,
    journal_fingerprint: str,
    stamped: bool,
    signed: bool = True,
    volumes: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return data/READ-ME-FIRST.txt for the package named `package` (its top folder): UTF-8, CRLF line ends.

    The fingerprints are SHA-256: of the signer's and the root certificate, and of the journal's public key. `stamped`
    says whether the seal has a time stamp, `signed` whether the report is signed by itself; `volumes` are the files of
    the report, each with the exhibits that it shows.
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
        "WHICH EXHIBIT IS IN WHICH VOLUME\n" + _columns(volumes) if len(volumes) > 1 else "",
        _how_to_check(package, plain_checks(stamped=stamped, signed=signed)),
        _wrap(ANCHOR_ADVICE),
        _wrap(TIME_ADVICE if stamped else UNSTAMPED_ADVICE),
        "\n".join(
            (
                f"root certificate    {root_fingerprint}",
                f"signer              {signer_fingerprint}",
                f"journal's key       {journal_fingerprint}",
            )
        ),
        "IN A BROWSER, WITHOUT THESE TOOLS\n" + _wrap(PAGE_ADVICE),
        "ON WINDOWS\ndata/CHECK-ON-WINDOWS.txt says how, with what Windows brings.",
        "PLEASE SEND BACK\n" + _wrap(RECEIPT_ADVICE),
        "WHAT THIS PACKAGE DOES NOT CONTAIN\n"
        + _bullets(
            [f"{part['what']}: {part['why']}" for part in case["absent"]] or ["Nothing is known to be missing."]
        ),
        marking,
    ]
    text = "\n\n".join(printable(part) for part in parts if part) + "\n"
    return text.replace("\n", "\r\n").encode()


def _how_to_check(package: str, checks: Sequence[PlainCheck]) -> str:
    steps = [f"unzip {package}.zip && cd {package}", *(check.command for check in checks)]
    says = [f"unpack it in the folder that holds {ANCHOR}", *(check.shows for check in checks)]
    listed = [f"{number}. {shows}\n   {step}" for number, (shows, step) in enumerate(zip(says, steps, strict=True), 1)]
    programs = dict.fromkeys(check.program.partition(" ")[0] for check in checks if check.program != "python3")
    lead = f"HOW TO CHECK IT (needs unzip, {', '.join(programs)}; each step must succeed)"
    return "\n".join([lead, *listed])


def _columns(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{first:<30}{second}" for first, second in pairs)


def _bullets(texts: list[str]) -> str:
    return "\n".join(textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ") for text in texts)


def _wrap(text: str) -> str:
    return textwrap.fill(text, WIDTH)
