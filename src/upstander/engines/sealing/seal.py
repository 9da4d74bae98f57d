"""Make and check the detached CMS signature (RFC 5652) that seals a package."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from .keys import Keys


class BadSeal(ValueError):
    """The signature is malformed, does not fit the content, or comes from nobody we trust; the message says which."""


@dataclass(frozen=True)
class Signature:
    """A signature that fits its content: who made it and the time the signer claims (not proven by a time stamp)."""

    signer: x509.Certificate
    claimed_at: datetime


def sign_detached(content: bytes, keys: Keys, *, at: datetime) -> bytes:
    """Return a detached CMS signature over `content` (DER), carrying the signer's and the root certificate."""
    attributes = asn1_cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "signing_time", "values": [asn1_cms.Time({"utc_time": at})]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
        ]
    )
    certificates = [
        asn1_x509.Certificate.load(cert.public_bytes(serialization.Encoding.DER))
        for cert in (keys.signer_cert, keys.root_cert)
    ]
    signer = asn1_cms.SignerInfo(
        {
            "version": "v1",
            "sid": asn1_cms.SignerIdentifier(
                name="issuer_and_serial_number",
                value={"issuer": certificates[0].issuer, "serial_number": certificates[0].serial_number},
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": keys.signer_key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
    )
    signed = asn1_cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [signer],
        }
    )
    return bytes(asn1_cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def check_signature(content: bytes, signature: bytes) -> Signature:
    """Return who signed `content`, by the certificate carried inside: this says that it is intact, not who it is from.

    Raises BadSeal.
    """
    try:
        return _check_signature(content, signature)
    except BadSeal:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadSeal(f"the signature cannot be read: {error}") from error


def _check_signature(content: bytes, signature: bytes) -> Signature:
    info = asn1_cms.ContentInfo.load(signature, strict=True)
    if info["content_type"].native != "signed_data":
        raise BadSeal("the file is not a CMS signature")
    signed = info["content"]
    if signed["encap_content_info"]["content"].native is not None:
        raise BadSeal("the signature carries a content of its own instead of being detached")
    if len(signed["signer_infos"]) != 1:
        raise BadSeal(f"one signature is expected, {len(signed['signer_infos'])} are there")
    signer_info = signed["signer_infos"][0]
    if signer_info["digest_algorithm"]["algorithm"].native != "sha256":
        raise BadSeal("the signature does not use SHA-256")
    attributes = signer_info["signed_attrs"]
    values = {attribute["type"].native: attribute["values"] for attribute in attributes}
    if len(values) != len(attributes) or not {"content_type", "message_digest", "signing_time"} <= set(values):
        raise BadSeal("the signed attributes are incomplete or repeated")
    if values["content_type"][0].native != "data":
        raise BadSeal("the signature is over another type of content")
    if values["message_digest"][0].native != hashlib.sha256(content).digest():
        raise BadSeal("the tag manifest is not the one that was signed")
    cert = _signer_certificate(signed, signer_info)
    _verify_raw(cert, signer_info["signature"].native, attributes.untag().dump())
    return Signature(cert, values["signing_time"][0].native)


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
            return found
    raise BadSeal("; ".join(dict.fromkeys(problems)))


def load_anchors(pem: bytes) -> list[x509.Certificate]:
    """Return the certificates in `pem`. Raises BadSeal when it holds none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise BadSeal("the anchor given holds no certificate in PEM form") from error


def _check_issued(found: Signature, anchor: x509.Certificate) -> None:
    try:
        found.signer.verify_directly_issued_by(anchor)
    except (ValueError, TypeError, InvalidSignature) as error:
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


def _signer_certificate(signed: asn1_cms.SignedData, signer_info: asn1_cms.SignerInfo) -> x509.Certificate:
    sid = signer_info["sid"]
    if sid.name != "issuer_and_serial_number":
        raise BadSeal("the signer is not named by issuer and serial number")
    for choice in signed["certificates"]:
        cert = choice.chosen
        if cert.issuer == sid.chosen["issuer"] and cert.serial_number == sid.chosen["serial_number"].native:
            return x509.load_der_x509_certificate(cert.dump())
    raise BadSeal("the signer's certificate is not in the signature")


def _verify_raw(cert: x509.Certificate, signature: bytes, signed: bytes) -> None:
    key = cert.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        else:
            raise BadSeal("the signer's key is neither elliptic curve nor RSA")
    except InvalidSignature as error:
        raise BadSeal("the signature does not fit the signer's key") from error
