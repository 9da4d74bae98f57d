"""Sign reports as PAdES B-T or B-B with pyHanko, which is loaded when the first is signed and without its client."""

import hashlib
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from .keys import SIGNER_CERT, SIGNER_KEY
from .stamping import Authority, NoStamp

FIELD, SHOWN = "Seal", "Signature of the hub over this report"
RESERVED = 24576
"""Hexadecimal digits kept for the signature: 12 kB, of which a token with its certificates may take most."""


class NotSigned(RuntimeError):
    """A report could not be signed; the message says why."""


class _NoClient(ModuleType):
    """Stands where pyHanko expects aiohttp: a third of its loading time, for fetching that nothing here may do."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


def sign_reports(
    reports: Sequence[Path], keys: Path, *, at: datetime, authority: tuple[str, Path] | None = None
) -> None:
    """Sign each of `reports` in its place with the package signer of the folder `keys`, claiming the time `at`.

    The signature is invisible, covers the whole file and allows no change. With an `authority` (its address, and the
    path of its root) it holds a time-stamp token too. Raises NotSigned, NoStamp.
    """
    sys.modules.setdefault("aiohttp", _NoClient("aiohttp"))
    try:
        asked = _reached(*authority) if authority else None
        for report in reports:
            sign(report, keys, at, asked)
    except (NoStamp, OSError):
        raise
    except Exception as error:  # pyHanko raises what it likes
        raise NotSigned(f"{type(error).__name__}: {error}"[-2000:]) from error


def _reached(address: str, anchor: Path) -> Authority:
    from .authority import authority_at  # with an HTTP client, which a hub without an authority never loads

    return authority_at(address, anchor)


def sign(report: Path, keys: Path, at: datetime, authority: Authority | None) -> None:
    """Sign one report in its place. Raises NoStamp, OSError and what pyHanko raises."""
    from asn1crypto import cms
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps import TimeStamper

    class Writer(IncrementalPdfFileWriter):
        """Adds the signature and nothing else: the report's own date and remarks stay as they were typeset."""

        def _update_meta(self) -> None:
            return

    class Stamper(TimeStamper):
        """Asks with our own client, which checks what it gets."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            raise NotImplementedError

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            if md_algorithm != "sha256" or authority is None:
                raise NoStamp(f"a token over {md_algorithm} was asked for")
            return cms.ContentInfo.load(authority.stamp(message_digest))

    class Signer(signers.PdfSigner):
        """Claims the time that it is told, and no version of PDF beyond the one that PDF/A-2 rests on."""

        def register_extensions(self, *_given: Any, **_named: Any) -> None:
            return

        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at
            return session

    signer = signers.SimpleSigner.load(str(keys / SIGNER_KEY), str(keys / SIGNER_CERT))  # type: ignore[no-untyped-call]
    if signer is None:
        raise OSError("the signer's key or certificate cannot be read")
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason="The report as the hub made it",
    )
    unseen = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    field = fields.SigFieldSpec(FIELD, on_page=0, box=None, invis_sig_settings=unseen, readable_field_name=SHOWN)
    with report.open("rb") as stream:
        unsigned = hashlib.file_digest(stream, "sha256").digest()[:16]
        stream.seek(0)
        writer = Writer(stream)
        # The second part changes with the file (PDF 1.7, 14.4); pyHanko draws it, and two builds would differ.
        writer._document_id[1] = generic.ByteStringObject(unsigned)
        page_ref, _ = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]
        page = page_ref.get_object()
        if "/Tabs" not in page:
            # PDF/UA-1, 7.18.3: a page with an annotation says in which order its parts are reached.
            page["/Tabs"] = generic.NameObject("/S")
            writer.mark_update(page_ref)
        stamper = Stamper() if authority else None  # type: ignore[no-untyped-call]
        signed = Signer(metadata, signer=signer, timestamper=stamper, new_field_spec=field).sign_pdf(
            writer, bytes_reserved=RESERVED
        )
    temporary = report.with_name(f"{report.name}.signed")
    temporary.write_bytes(signed.getbuffer())
    os.replace(temporary, report)
