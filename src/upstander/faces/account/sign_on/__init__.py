"""Signing on through a force's own identity provider (OpenID Connect): off until the hub's operator names one.

The sign-in library speaks the protocol. What is here narrows it: only providers of the operator's own file, only the ID
token, its signature, issuer, audience, times and nonce checked, PKCE always; only accounts that an administrator made,
in the organisation that the provider speaks for; and the provider's proof of a second factor, or else our own.
"""
