"""The commands with which anyone checks a package without our software: printed in the package, run by the tests."""

from dataclasses import dataclass

from .stamping import ANCHOR as TIME_ANCHOR

ANCHOR = "hub-root.pem"
SEAL = "seal/tagmanifest-sha256.txt.p7s"


@dataclass(frozen=True)
class PlainCheck:
    """What a command shows, in one sentence, the command itself, run inside the package's folder, and its program."""

    shows: str
    command: str
    program: str


def plain_checks(*, stamped: bool, signed: bool = True) -> tuple[PlainCheck, ...]:
    """Return the commands for a package with a time stamp or without, whose report is `signed` or not.

    Run in this order; each exits 0 when all is well. -no-CApath and -no-CAstore keep the machine's own roots out. A
    package that has no time stamp says so in bag-info.txt, which the first command checks and the fifth vouches for.
    """
    expected = ["tagmanifest-sha256.txt", "seal/signer-chain.pem", SEAL, *([f"{SEAL[:-4]}.p7s.tst"] if stamped else [])]
    checks = [
        PlainCheck(
            "the lists of files are the ones that were sealed",
            "sha256sum -c --strict --quiet tagmanifest-sha256.txt",
            "sha256sum",
        ),
        PlainCheck(
            "every file is as it was (SHA-256)", "sha256sum -c --strict --quiet manifest-sha256.txt", "sha256sum"
        ),
        PlainCheck(
            "every file is as it was (SHA-512)", "sha512sum -c --strict --quiet manifest-sha512.txt", "sha512sum"
        ),
        PlainCheck(
            "no file was added (prints nothing)",
            r"find . -type f -printf '%P\n' -o ! -type d -printf '%P is not a plain file\n' "
            "| LC_ALL=C sort > ../found.txt; "
            "{ cut -c67- manifest-sha256.txt; cut -c67- tagmanifest-sha256.txt; "
            + " ".join(f"echo {name};" for name in expected)
            + " } | LC_ALL=C sort | diff - ../found.txt",
            "find",
        ),
        PlainCheck(
            "the hub sealed it (ends with: CMS Verification successful)",
            f"openssl cms -verify -binary -inform DER -in {SEAL} -content tagmanifest-sha256.txt "
            f"-CAfile ../{ANCHOR} -no-CApath -no-CAstore -purpose any -out /dev/null",
            "openssl cms",
        ),
    ]
    if stamped:
        checks.append(
            PlainCheck(
                "the seal was there at the time that the token names (prints: Verification: OK)",
                f"openssl ts -verify -data {SEAL} -token_in -in {SEAL}.tst -CAfile ../{TIME_ANCHOR}",
                "openssl ts",
            )
        )
    if signed:
        checks.append(
            PlainCheck(
                "each volume of the report is signed as a whole, once, and the signature is valid",
                'test "$(for f in data/report*.pdf; do pdfsig -nocert "$f"; done | '
                "grep -cE 'Total document signed|Signature is Valid|^Signature #')\" = "
                '"$((3 * $(ls data/report*.pdf | wc -l)))"',
                "pdfsig",
            )
        )
    checks.append(
        PlainCheck(
            "the hub's journal holds these events (optional, needs Python)",
            "python3 -I data/custody/verify_custody.py",
            "python3",
        )
    )
    return tuple(checks)
