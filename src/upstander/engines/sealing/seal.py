"""Make and check the detached CMS signature (RFC 5652) that seals a package."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .keys import Keys


class BadSeal(ValueError):
    """The signature is malformed, does not fit the content, or comes from nobody we trust; the message says which."""


@dataclass(frozen=True)
class Signature:
    """A signature that fits its content: who made it and the time the signer claims (not proven by a time stamp)."""

    signer: x509.Certificate
    claimed_at: datetime
    issued_by: x509.Certificate | None = None
    """The anchor that vouches for the signer; None as long as nobody does."""


def sign_detached(content: bytes, keys: Keys, *, at: datetime) -> bytes:
    """Return a detached CMS signature over `content` (DER), carrying the signer's certificate and the time `at`."""
    attributes = _attributes(content, at.astimezone(UTC).replace(microsecond=0))
    signature = keys.signer_key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
    return _assemble(keys.signer_cert, attributes, signature)


def check_signature(content: bytes, signature: bytes) -> Signature:
    """Return who signed `content`, by the certificate carried inside: this says that it is intact, not who it is from.

    Only the exact form that `sign_detached` writes is taken, so that no byte of the file is left unchecked.
    Raises BadSeal.
    """
    try:
        signed = asn1_cms.ContentInfo.load(signature)["content"]
        signer_info = signed["signer_infos"][0]
        claimed_at = next(a for a in signer_info["signed_attrs"] if a["type"].native == "signing_time")["values"][
            0
        ].native
        raw = signer_info["signature"].native
        cert = x509.load_der_x509_certificate(signed["certificates"][0].chosen.dump())
        attributes = _attributes(content, claimed_at)
        found = _assemble(cert, attributes, raw)
        digest = next(a for a in signer_info["signed_attrs"] if a["type"].native == "message_digest")["values"][
            0
        ].native
    except (ValueError, TypeError, LookupError, AttributeError, StopIteration, x509.InvalidVersion) as error:
        raise BadSeal(f"the signature cannot be read: {error}") from error
    if digest != hashlib.sha256(content).digest():
        raise BadSeal("the tag manifest is not the one that was signed")
    # A certificate's own signature can be spelt with padding bits: the one part that rebuilding would copy blindly.
    if found != signature or not cert.public_bytes(serialization.Encoding.DER).endswith(b"\x00" + cert.signature):
        raise BadSeal("the signature is not in the form that a hub writes")
    _verify_raw(cert, raw, attributes.dump())
    return Signature(cert, claimed_at)


def check_seal(content: bytes, signature: bytes, anchors: bytes) -> Signature:
    """Return who signed `content` if that certificate was issued by one of the `anchors` (PEM), else raise BadSeal.

    Certificates inside the signature are never trusted as roots. Validity is judged at the time the signer claims.
    """
    found = check_signature(content, signature)
    problems: list[str] = []
    for anchor in load_anchors(anchors):
        try:
            _check_issued(found, anchor)
        except BadSeal as problem:
            problems.append(str(problem))
        else:
            return replace(found, issued_by=anchor)
    raise BadSeal("; ".join(dict.fromkeys(problems)))


def load_anchors(pem: bytes) -> list[x509.Certificate]:
    """Return the certificates in `pem`. Raises BadSeal when it holds none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise BadSeal("the anchor given holds no certificate in PEM form") from error


def chain_pem(signer: x509.Certificate, root: x509.Certificate) -> bytes:
    """Return what stands in seal/signer-chain.pem: both certificates, for people to read; nothing rests on it."""
    return b"".join(cert.public_bytes(serialization.Encoding.PEM) for cert in (signer, root))


def _check_issued(found: Signature, anchor: x509.Certificate) -> None:
    try:
        found.signer.verify_directly_issued_by(anchor)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
        raise BadSeal("signed by someone whom the anchor given does not vouch for") from error
    try:
        is_ca = anchor.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        leaf_is_ca = found.signer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        may_sign = found.signer.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except x509.ExtensionNotFound as error:
        raise BadSeal("a certificate does not say what it may be used for") from error
    if not is_ca or leaf_is_ca or not may_sign:
        raise BadSeal("a certificate is used for what it was not issued for")
    for cert in (found.signer, anchor):
        if not cert.not_valid_before_utc <= found.claimed_at <= cert.not_valid_after_utc:
            raise BadSeal("the certificate was not valid at the time the signer claims")


def _attributes(content: bytes, at: datetime) -> asn1_cms.CMSAttributes:
    return asn1_cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "signing_time", "values": [asn1_cms.Time({"utc_time": at})]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
        ]
    )


def _assemble(cert: x509.Certificate, attributes: asn1_cms.CMSAttributes, signature: bytes) -> bytes:
    certificate = asn1_x509.Certificate.load(cert.public_bytes(serialization.Encoding.DER))
    identity = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = asn1_cms.SignerInfo(
        {
            "version": "v1",
            "sid": asn1_cms.SignerIdentifier(name="issuer_and_serial_number", value=identity),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": signature,
        }
    )
    signed = asn1_cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(asn1_cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _verify_raw(cert: x509.Certificate, signature: bytes, signed: bytes) -> None:
    try:
        key = cert.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadSeal(f"the signer's key cannot be used: {error}") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise BadSeal("the signer's key is not an elliptic curve key")
    try:
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise BadSeal("the signature does not fit the signer's key") from error
