"""The commands with which anyone checks a package without our software: printed in the package, run by the tests."""

from dataclasses import dataclass

ANCHOR = "hub-root.pem"


@dataclass(frozen=True)
class PlainCheck:
    """What a command shows, in one sentence, and the command itself, run inside the package's folder."""

    shows: str
    command: str


PLAIN_CHECKS = (
    PlainCheck(
        "the lists of files are the ones that were sealed", "sha256sum -c --strict --quiet tagmanifest-sha256.txt"
    ),
    PlainCheck("every file is as it was (SHA-256)", "sha256sum -c --strict --quiet manifest-sha256.txt"),
    PlainCheck("every file is as it was (SHA-512)", "sha512sum -c --strict --quiet manifest-sha512.txt"),
    PlainCheck(
        "no file was added (prints nothing)",
        "find . -type f | LC_ALL=C sort | sed 's|^\\./||' > ../found.txt; "
        "{ cut -c67- manifest-sha256.txt; cut -c67- tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; "
        "echo seal/signer-chain.pem; echo seal/tagmanifest-sha256.txt.p7s; } | LC_ALL=C sort | diff - ../found.txt",
    ),
    PlainCheck(
        "the hub sealed it (ends with: CMS Verification successful)",
        "openssl cms -verify -binary -inform DER -in seal/tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt "
        f"-CAfile ../{ANCHOR} -no-CApath -no-CAstore -purpose any -out /dev/null",
    ),
    PlainCheck(
        "the hub's journal holds these events (optional, needs Python)", "python3 -I data/custody/verify_custody.py"
    ),
)
"""Run in this order; each exits 0 when all is well. -no-CApath and -no-CAstore keep the machine's own roots out."""
