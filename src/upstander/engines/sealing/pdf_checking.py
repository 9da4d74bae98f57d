"""Check the signature inside a report (PAdES): who made it, that it covers the whole file, and its time stamp."""

import hashlib
import re
from dataclasses import dataclass

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .stamping import BadStamp, Stamp, check_token

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
NO_CHANGES = re.compile(rb"/TransformMethod\s*/DocMDP\s*/TransformParams\s*<<[^<>]*/P\s+1\b[^<>]*>>")
"""Certified, and no change is allowed (ISO 32000-1, 12.8.2.2)."""


class BadReport(ValueError):
    """The report's signature is absent, does not cover the file, or is another's; the message says which."""


@dataclass(frozen=True)
class ReportSignature:
    """A signature that covers its whole file: the signer, and the time stamp inside it if it has one."""

    signer: x509.Certificate
    stamp: Stamp | None

    @property
    def level(self) -> str:
        """The baseline profile of PAdES (ETSI EN 319 142-1) that the signature has."""
        return "B-T" if self.stamp else "B-B"


def check_report(report: bytes, time_anchors: bytes | None) -> ReportSignature:
    """Return who signed the PDF `report`. The signer is not judged here: compare it with the seal's.

    Only one signature is taken, and only one that covers every byte beside its own place. Raises BadReport; BadStamp
    and BadSeal for the token inside.
    """
    ranges = RANGE.findall(report)
    if len(ranges) != 1 or report.count(b"/ByteRange") != 1:
        raise BadReport("is not signed" if not ranges else "has more than one signature: it was changed after signing")
    start, length, resumed, rest = (int(number) for number in ranges[0])
    held = report[length:resumed]
    if start or resumed + rest != len(report) or resumed < length:
        raise BadReport("is not signed as a whole: bytes were added or taken away")
    if report[:length].rstrip()[-9:] != b"/Contents" or not re.fullmatch(rb"<[0-9A-Fa-f]+>", held):
        raise BadReport("keeps room beside its signature that nothing covers")
    if not NO_CHANGES.search(report):
        raise BadReport("is not certified against changes")
    return _check(bytes.fromhex(held[1:-1].decode()), [report[:length], report[resumed:]], time_anchors)


def _check(signature: bytes, covered: list[bytes], time_anchors: bytes | None) -> ReportSignature:
    try:
        found = cms.ContentInfo.load(signature)
        if signature[len(found.dump()) :].strip(b"\0"):
            raise BadReport("keeps bytes behind its signature that nothing covers")
        signed = found["content"]
        [info], [held] = signed["signer_infos"], signed["certificates"]
        cert = x509.load_der_x509_certificate(held.chosen.dump())
        attributes = {each["type"].native: each["values"][0] for each in info["signed_attrs"]}
        digest = hashlib.sha256()
        for part in covered:
            digest.update(part)
        if attributes["message_digest"].native != digest.digest():
            raise BadReport("was changed after it was signed")
        bound = attributes["signing_certificate_v2"]["certs"][0]["cert_hash"].native
        if bound != hashlib.sha256(cert.public_bytes(serialization.Encoding.DER)).digest():
            raise BadReport("shows another signer than the one who signed")
        key = cert.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise BadReport("is signed with a kind of key that hubs do not use")
        key.verify(info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))
        tokens = [each["values"][0].dump() for each in info["unsigned_attrs"] or [] if _is_token(each)]
        imprint = hashlib.sha256(info["signature"].native).digest()
    except InvalidSignature as error:
        raise BadReport("has a signature that does not fit its signer's key") from error
    except (BadReport, BadStamp):
        raise
    except (ValueError, TypeError, LookupError, AttributeError, x509.InvalidVersion) as error:
        raise BadReport(f"has a signature that cannot be read: {error}") from error
    return ReportSignature(cert, check_token(tokens[0], imprint, time_anchors) if tokens else None)


def _is_token(attribute: cms.CMSAttribute) -> bool:
    return bool(attribute["type"].native == "signature_time_stamp_token")
