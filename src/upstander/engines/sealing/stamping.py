"""Ask for, take and check the time-stamp token (RFC 3161) that shows when a seal was there at the latest."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from .seal import BadSeal, load_anchors

ANCHOR = "tsa-root.pem"
"""What a force names the authority's root certificate, received by another channel."""
EARLY, LATE = timedelta(seconds=5), timedelta(hours=1)
"""How far the token's time may lie before and after the time that the hub claims: clocks differ, and a build takes."""
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
SHA256 = {"algorithm": "sha256", "parameters": None}
LONGEST_CHAIN = 4


class NoStamp(RuntimeError):
    """The authority gave no token that holds; the message says why. A package can go without, and then says so."""


class BadStamp(ValueError):
    """The token is malformed, is for something else, or comes from nobody we trust; the message says which."""


@dataclass(frozen=True)
class Stamp:
    """A token that fits: its time (UTC) and who gave it. `vouched` when the certificates lead to an anchor."""

    at: datetime
    authority: x509.Certificate
    vouched: bool


@dataclass(frozen=True)
class Authority:
    """A time-stamping authority: its root certificates (PEM) and how it is asked (request to response, both DER).

    `ask` raises NoStamp or OSError when nothing comes back.
    """

    anchor: bytes
    ask: Callable[[bytes], bytes]

    def stamp(self, digest: bytes, *, claimed_at: datetime | None = None) -> bytes:
        """Return a token (DER) over the SHA-256 `digest`, checked against the authority's root. Raises NoStamp.

        With `claimed_at`, a token whose time does not fit it is refused: one of the two clocks is wrong.
        """
        request, nonce = request_for(digest)
        try:
            token = _taken(self.ask(request), nonce)
            stamp = check_token(token, digest, self.anchor)
            if claimed_at:
                check_clock(stamp, claimed_at)
        except (OSError, BadStamp, BadSeal) as problem:
            raise NoStamp(f"the time-stamping authority gave no token that holds: {problem}") from problem
        return token


def request_for(digest: bytes) -> tuple[bytes, int]:
    """Return a request (DER) for a token over the SHA-256 `digest`, and the number that the answer must repeat."""
    nonce = secrets.randbits(63)
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    made = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return bytes(made.dump()), nonce


def check_token(token: bytes, digest: bytes, anchors: bytes | None) -> Stamp:
    """Return what `token` says of the SHA-256 `digest`; `vouched` where `anchors` (PEM) are given: it leads there.

    The chain is judged at the token's own time, by the certificates inside the token, none of which is trusted. Sets
    need not be in the order of DER: the authorities in use do not keep it when they send several certificates.
    Raises BadStamp, BadSeal for anchors that cannot be read.
    """
    try:
        found = cms.ContentInfo.load(token, strict=True)
        signed = found["content"]
        content = signed["encap_content_info"]
        info, [signer_info] = content["content"].parsed, signed["signer_infos"]
        if content["content_type"].native != "tst_info":
            raise BadStamp("the token is not a time stamp")
        certs = [x509.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]]
        imprint = info["message_imprint"]
        at = info["gen_time"].native
        if imprint.native != {"hash_algorithm": SHA256, "hashed_message": digest}:
            raise BadStamp("the token is for something else")
        authority = _signer(signer_info, certs)
        _check_signature(signer_info, content["content"].contents, authority)
    except (ValueError, TypeError, LookupError, AttributeError, x509.InvalidVersion) as error:
        if isinstance(error, BadStamp):
            raise
        raise BadStamp(f"the token cannot be read: {error}") from error
    _check_usage(authority)
    if anchors is not None and not _leads_to(authority, certs, load_anchors(anchors), at):
        raise BadStamp("the token comes from an authority whom the anchor given does not vouch for")
    return Stamp(at, authority, anchors is not None)


def check_clock(stamp: Stamp, claimed_at: datetime) -> None:
    """Raise BadStamp when the token's time and the time that the hub claims do not fit together."""
    if not -EARLY <= stamp.at - claimed_at <= LATE:
        raise BadStamp(f"the hub claims {claimed_at.isoformat()}, the token says {stamp.at.isoformat()}")


def _taken(response: bytes, nonce: int) -> bytes:
    try:
        answer = tsp.TimeStampResp.load(response)
        status = answer["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise NoStamp(f"the time-stamping authority refused: {status}")
        token = answer["time_stamp_token"]
        if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
            raise NoStamp("the time-stamping authority answered another request")
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise NoStamp(f"the time-stamping authority's answer cannot be read: {error}") from error
    return bytes(token.dump())


def _signer(signer_info: cms.SignerInfo, certs: list[x509.Certificate]) -> x509.Certificate:
    """Return the certificate that signed: named by the signer, and bound by its hash in the signed attributes."""
    named = signer_info["sid"].chosen
    for cert in certs:
        der = cert.public_bytes(serialization.Encoding.DER)
        if cert.serial_number == named["serial_number"].native and cert.issuer.public_bytes() == named["issuer"].dump():
            for kind, algorithm in (("signing_certificate_v2", "sha256"), ("signing_certificate", "sha1")):
                for attribute in signer_info["signed_attrs"]:
                    if attribute["type"].native != kind:
                        continue
                    bound = attribute["values"][0]["certs"][0]
                    if kind == "signing_certificate_v2":
                        algorithm = bound["hash_algorithm"]["algorithm"].native
                    if bound["cert_hash"].native == hashlib.new(algorithm, der).digest():
                        return cert
    raise BadStamp("the token does not hold the certificate that signed it")


def _check_signature(signer_info: cms.SignerInfo, content: bytes, cert: x509.Certificate) -> None:
    algorithm = signer_info["digest_algorithm"]["algorithm"].native
    if algorithm not in HASHES:
        raise BadStamp(f"the token is signed with {algorithm}")
    attributes = {each["type"].native: each["values"][0] for each in signer_info["signed_attrs"]}
    if attributes["message_digest"].native != hashlib.new(algorithm, content).digest():
        raise BadStamp("the token's time is not the one that was signed")
    if attributes["content_type"].native != "tst_info":
        raise BadStamp("the token was signed as something else")
    key, raw = cert.public_key(), signer_info["signature"].native
    said = signer_info["signed_attrs"].untag().dump()
    made_with = signer_info["signature_algorithm"]
    try:
        # A bare "rsa" or "ecdsa" there means: with the digest named beside it.
        digest = (
            HASHES[made_with.hash_algo] if made_with.native["algorithm"] != "rsassa_pkcs1v15" else HASHES[algorithm]
        )
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(raw, said, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(raw, said, ec.ECDSA(digest))
        else:
            raise BadStamp("the token is signed with a kind of key that is not known here")
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise BadStamp("the token's signature does not fit its signer's key") from error


def _check_usage(cert: x509.Certificate) -> None:
    """RFC 3161, 2.3: the certificate is for time-stamping, critically, and for nothing else."""
    try:
        usage = cert.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise BadStamp("the token's signer is not a time-stamping authority") from error
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise BadStamp("the token's signer is not a time-stamping authority")


def _leads_to(
    cert: x509.Certificate, offered: list[x509.Certificate], anchors: list[x509.Certificate], at: datetime
) -> bool:
    """Say whether each certificate was issued by the next, up to an anchor, and all were valid at `at`."""
    for _ in range(LONGEST_CHAIN):
        if not cert.not_valid_before_utc <= at <= cert.not_valid_after_utc:
            return False
        if any(_issued(cert, anchor) and anchor.not_valid_after_utc >= at for anchor in anchors):
            return True
        above = [each for each in offered if each != cert and _issued(cert, each)]
        if not above:
            return False
        cert = above[0]
    return False


def _issued(cert: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        cert.verify_directly_issued_by(issuer)
        return issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.ExtensionNotFound):
        return False
